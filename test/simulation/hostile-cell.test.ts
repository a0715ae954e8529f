/** Situations in which one peer, hostile or slow, or one peer too many, used to stop a whole cell. */
import { describe, expect, test } from "vitest";
import type { CommitBody } from "../../shared/ledger/records/commit.ts";
import { commitBytes, recordHash, signRecord } from "../../shared/ledger/record.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import { CELL_PEERS } from "../../shared/protocol/limits.ts";
import type { SimulatedPeer, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import { runSchedule } from "./fault-run.ts";
import { disguiseAs } from "./lies.ts";
import { isBlobPart, tamperSending } from "./tampered-sending.ts";
import { addPeers, headsOf, leastRound, TOY_RULES, toySwarm } from "./toy-swarm.ts";

const hex = (value: number): string => (value + 16).toString(16).repeat(32);

/** A commit on the head of `base` that includes these devices, and follows from nothing. */
function madeUp(base: SimulatedPeer, signers: readonly Signer[], changes: Partial<CommitBody> = {}) {
  const { head } = base.participant;
  const body: CommitBody = {
    project: TOY_RULES.project,
    round: head.round + 1,
    base: head.hash,
    contributions: signers.map(({ device }, index) => ({ device, record: hex(index), weight: 10 })),
    state: hex(99),
    tokens: head.tokens + 10 * signers.length,
    progress: head.progress + 1,
    at: 0,
    ...changes,
  };
  return commitBytes(body);
}

async function sealed(bytes: Uint8Array, signers: readonly Signer[]): Promise<SignedRecord> {
  const signatures = await Promise.all(signers.map((signer) => signRecord(bytes, signer)));
  return { bytes, hash: recordHash(bytes), signatures };
}

function strangers(swarm: SwarmSimulation, name: string): Signer[] {
  return Array.from({ length: CELL_PEERS }, (_, index) =>
    swarm.signatures.createSigner(`${name} ${index}`),
  ).sort((a, b) => (a.device < b.device ? -1 : 1));
}

const sentBytes = (peers: readonly SimulatedPeer[]): number =>
  peers.reduce((sum, { participant }) => sum + participant.links.traffic().sentBytes, 0);

/** All links are there, everybody stands on one head, and rounds go on. */
async function expectHealth(swarm: SwarmSimulation, peers: readonly SimulatedPeer[]): Promise<void> {
  for (const { participant } of peers) expect(participant.links.peers()).toHaveLength(peers.length - 1);
  const round = leastRound(peers);
  await swarm.run(10_000);
  expect(leastRound(peers)).toBeGreaterThanOrEqual(round + 3);
}

describe("a proposal", () => {
  test("of a view that nobody will reach is not passed on", async () => {
    const swarm = toySwarm("storm");
    const peers = addPeers(swarm, 6);
    await swarm.run(20_000);
    const [liar] = peers;
    const quietBytes = sentBytes(peers);
    await swarm.run(5_000);
    const usualBytes = sentBytes(peers) - quietBytes;

    const signer = swarm.signatures.createSigner("p0-0"); // its own key
    const commit = await sealed(madeUp(liar!, [signer]), [signer]);
    liar!.participant.links.broadcast({ kind: "proposal", view: 50, commit });
    const before = sentBytes(peers);
    await swarm.run(5_000);
    expect(sentBytes(peers) - before).toBeLessThan(1.5 * usualBytes);
    await expectHealth(swarm, peers);
  });

  test("of devices that nobody knows is not passed on: whoever passes it on would be blamed for the flood", async () => {
    const swarm = toySwarm("made-up devices");
    const peers = addPeers(swarm, 6);
    await swarm.run(20_000);
    const [liar, ...others] = peers;
    const commits = await Promise.all(
      ["first", "second"].flatMap((name) => {
        const signers = strangers(swarm, name);
        const bytes = madeUp(liar!, signers);
        return signers.map((signer) => sealed(bytes, [signer]));
      }),
    );
    const proposals = commits.flatMap((commit) => [0, 1, 2, 3, 4, 5].map((view) => ({ view, commit })));
    proposals.forEach(({ view, commit }, index) =>
      liar!.participant.links.send(others[index % 2]!.device, { kind: "proposal", view, commit }),
    );
    await swarm.run(3_000);
    await expectHealth(swarm, peers);
  });
});

test("a certificate that claims more than numbers can hold is refused, and training goes on", async () => {
  const swarm = toySwarm("heavy");
  const peers = addPeers(swarm, 4);
  await swarm.run(20_000);
  const [liar, ...others] = peers;
  const signer = swarm.signatures.createSigner("stranger");
  const claims = { base: hex(7), round: 2 ** 44, tokens: Number.MAX_SAFE_INTEGER - 3, progress: 5 };
  const commit = await sealed(madeUp(liar!, [signer], claims), [signer]);
  liar!.participant.links.broadcast({ kind: "certificate", commit });
  await swarm.run(1_000);
  expect(headsOf(others).has(commit.hash)).toBe(false);
  await expectHealth(swarm, peers);
});

describe("a room with more peers than a cell has seats", () => {
  test(
    "trains on: every round takes as many as there are seats, and everybody follows",
    { timeout: 60_000 },
    async () => {
      const swarm = toySwarm("crowd");
      const peers = addPeers(swarm, CELL_PEERS + 1);
      await swarm.run(20_000);
      expect(leastRound(peers)).toBeGreaterThanOrEqual(6);
      const included = peers.map(
        ({ device, events }) =>
          events.filter(
            (event) =>
              event.kind === "round" && event.outcome.contributions.some((part) => part.device === device),
          ).length,
      );
      expect(Math.min(...included)).toBeGreaterThan(0); // seats go round
      const refusals = peers.flatMap(({ participant }) =>
        participant.links.linkStates().filter(({ stage }) => stage === "refused"),
      );
      expect(refusals).toEqual([]);
    },
  );
});

test("a partner that is linked and never signs does not stop the other", async () => {
  const swarm = toySwarm("mute");
  const honest = swarm.addPeer("honest", { stepMs: 50 });
  swarm.addPeer("mute", { stepMs: 60, disguise: (makings) => disguiseAs("no votes", makings) });
  await swarm.run(240_000);
  // Every wait costs some seconds; who waited for ever came to round 11.
  expect(honest.participant.head.round).toBeGreaterThan(20);
});

// It was always in the middle of a step when the others, who did not wait for it any more, had ended the round.
test("a peer with long steps that missed some rounds is soon in them again", async () => {
  expect((await runSchedule(3_412)).violations).toEqual([]);
});

test("a peer whose update always comes late is soon not waited for any more", async () => {
  const swarm = toySwarm("late", { roundMs: 10_000, maxSteps: 400 });
  const peers = addPeers(swarm, 4);
  const delay = tamperSending((transport, clock, address, frame) => {
    if (!isBlobPart(frame)) return transport.send(address, frame);
    clock.setTimer(7_000, () => transport.send(address, frame));
    return true;
  });
  swarm.addPeer("late", { stepMs: 50, disguise: delay });
  await swarm.run(60_000); // it costs some rounds a wait
  const round = leastRound(peers);
  await swarm.run(100_000);
  expect(leastRound(peers) - round).toBeGreaterThanOrEqual(9); // rounds of ten seconds
});
