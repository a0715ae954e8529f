import { expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import type { SwarmSimulation } from "../../../shared/simulation/swarm-simulation.ts";
import { visitProject } from "../../../worker/swarm/fetch-visit.ts";
import { TOY_RULES, toySwarm } from "../../simulation/toy-swarm.ts";

const SHARD_BYTES = 262_144;

function comeTo(swarm: SwarmSimulation, downlinkBytesPerSecond: number) {
  const { transport, clock } = swarm.network.createNode("ee".repeat(16), { downlinkBytesPerSecond });
  const signer = swarm.signatures.createSigner("visitor");
  const ports = { transport, clock, signer, verifier: swarm.signatures, seed: "visit" };
  return { visit: visitProject(TOY_RULES.project, ports), device: signer.device };
}

// Every update that was pushed to it counted as unwanted, until it cut off whoever had what it came for.
test("a visitor is not pushed updates, and tolerates those that were on their way", async () => {
  const swarm = toySwarm("busy donors");
  const donors = ["a", "b"].map((name) => swarm.addPeer(name, { stepMs: 100 }));
  const shards = Array.from({ length: 60 }, (_, value) => new Uint8Array(SHARD_BYTES).fill(value));
  for (const { participant } of donors)
    for (const shard of shards) participant.blobs.provide(hashOf(shard), () => shard);
  await swarm.run(5_000);
  const { visit, device } = comeTo(swarm, 400_000);
  const { signal } = new AbortController();
  const waiting = shards.map(hashOf);
  let fetchedCount = 0;
  const fetchInTurn = async (): Promise<void> => {
    for (let hash = waiting.shift(); hash !== undefined; hash = waiting.shift())
      if ((await visit.fetchBlob(hash, SHARD_BYTES, signal)) !== null) fetchedCount++;
  };
  for (let count = 0; count < 8; count++) void fetchInTurn();
  await swarm.run(60_000);
  expect(fetchedCount).toBe(shards.length);
  for (const { participant } of donors) {
    const states = participant.links.linkStates().filter((state) => state.device === device);
    expect(states.map(({ stage }) => stage)).toEqual(["authenticated"]);
  }
  expect(Math.min(...donors.map(({ participant }) => participant.head.round))).toBeGreaterThan(20);
  visit.leave();
});

// A shard takes five seconds on this line, and who says nothing for four is gone: the visitor used to be cut off in the middle of every shard.
test("a visitor on a slow line stays linked while a shard is on its way", async () => {
  const swarm = toySwarm("visit", { roundMs: 20_000 });
  const donor = swarm.addPeer("donor", { stepMs: 300 });
  const shards = [1, 2, 3].map((value) => new Uint8Array(SHARD_BYTES).fill(value));
  for (const shard of shards) donor.participant.blobs.provide(hashOf(shard), () => shard);
  await swarm.run(5_000);

  const { visit, device: visitor } = comeTo(swarm, 50_000);
  const { signal } = new AbortController();
  const fetched: (Uint8Array | null)[] = [];
  for (const shard of shards)
    void visit.fetchBlob(hashOf(shard), SHARD_BYTES, signal).then((bytes) => fetched.push(bytes));
  const stages = new Set<string>();
  await swarm.run(30_000, () => {
    const seen = donor.participant.links.linkStates().find(({ device }) => device === visitor);
    if (seen) stages.add(seen.stage);
  });
  expect(fetched).toEqual(shards);
  expect([...stages]).toEqual(["authenticated"]);
  visit.leave();
});
