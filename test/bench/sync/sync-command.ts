/** `bench sync`: a joiner fetches the whole state while the others go on with their rounds, and two of its donors are killed. */
import { Command } from "commander";
import { bytesOf, toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { MemoryNetwork } from "../../../shared/simulation/memory-network.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { chunkList, type HeadState, stateBytes, stateHash } from "../../../shared/swarm/head-state.ts";
import { serveState, StateSync } from "../../../shared/swarm/state-sync.ts";
import { SyncPeer } from "./sync-peer.ts";

const PARAMETER_COUNT = 10_000_000;
/** 20 Mbit/s, each way. */
const BYTES_PER_SECOND = 2_500_000;
const LATENCY_MS = 50;
const DONOR_COUNT = 4;
const ROUND_MS = 30_000;
/** An update takes 2 bits per parameter. */
const UPDATE_BYTES = PARAMETER_COUNT / 4;
/** Before that the peers find each other; the joiner starts to fetch, and the first updates are pushed soon after. */
const START_MS = 20_000;
const FIRST_PUSH_MS = START_MS + 5_000;
const KILLS_MS = [START_MS + 10_000, START_MS + 20_000];
const ROUND_COUNT = 3;
/** Longest that a round of the others may become, as a share of a round without the joiner. */
const SLOWDOWN_LIMIT = 0.05;
/** A handshake's promises hang on each other this deep, at most. */
const SETTLING_TURNS = 10;

interface Outcome {
  /** From the push of each round to the last update at the last peer alive, in ms. */
  readonly exchangesMs: readonly number[];
  /** Null without a joiner. */
  readonly syncMs: number | null;
  readonly isRight: boolean;
  readonly joinerReceivedBytes: number;
  readonly joinerHeldBytes: number;
}

export function syncCommand(): Command {
  return new Command("sync")
    .description(
      "A joiner, 10M parameters, 4 donors, 2 of them killed on the way, on a simulated network of 20 Mbit/s.",
    )
    .option("--json", "one JSON object instead of text", false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const startedMs = performance.now();
      const state = randomState();
      const without = await runSwarm(state, false);
      const withJoiner = await runSwarm(state, true);
      const slowdowns = without.exchangesMs.map(
        (exchangeMs, round) => (withJoiner.exchangesMs[round]! - exchangeMs) / (ROUND_MS + exchangeMs),
      );
      const report = {
        syncSeconds: (withJoiner.syncMs ?? Infinity) / 1_000,
        lineSeconds: stateBytes(PARAMETER_COUNT) / BYTES_PER_SECOND,
        isRight: withJoiner.isRight,
        overheadShare: withJoiner.joinerReceivedBytes / stateBytes(PARAMETER_COUNT) - 1,
        heldBytes: withJoiner.joinerHeldBytes,
        exchangeSeconds: without.exchangesMs.map((ms) => ms / 1_000),
        exchangeSecondsWithJoiner: withJoiner.exchangesMs.map((ms) => ms / 1_000),
        roundSlowdown: Math.max(...slowdowns),
        isMet: withJoiner.isRight && Math.max(...slowdowns) <= SLOWDOWN_LIMIT,
        wallSeconds: (performance.now() - startedMs) / 1_000,
      };
      console.log(json ? JSON.stringify(report) : formatReport(report));
      if (!report.isMet) process.exitCode = 1;
    });
}

async function runSwarm(state: HeadState, hasJoiner: boolean): Promise<Outcome> {
  const clock = new VirtualClock();
  const network = new MemoryNetwork(clock, { seed: "sync", latencyMs: LATENCY_MS });
  const list = chunkList(state);
  const donors = Array.from({ length: DONOR_COUNT }, (_, index) => {
    const donor = new SyncPeer(network, `donor-${index}`, BYTES_PER_SECOND);
    serveState(donor.blobs, state, list);
    return donor;
  });
  const joiner = hasJoiner ? new SyncPeer(network, "joiner", BYTES_PER_SECOND) : null;
  for (const [index, atMs] of KILLS_MS.entries()) clock.setTimer(atMs, () => donors[index]!.kill());
  const exchangesMs: number[] = [];
  for (let round = 0; round < ROUND_COUNT; round++) {
    clock.setTimer(FIRST_PUSH_MS + round * ROUND_MS, () => exchange(clock, donors, round, exchangesMs));
  }
  await advanceTo(clock, START_MS);
  const result = { syncMs: null as number | null, isRight: false };
  if (joiner !== null) {
    const request = { state: stateHash(list), parameterCount: PARAMETER_COUNT, known: null, cache: null };
    const live = new Set(donors.map(({ device }) => device));
    const isDonor = () => joiner.links.peers().filter((peer) => live.has(peer));
    void new StateSync(
      joiner.blobs,
      { ...request, donors: isDonor },
      {
        onProgress: () => {},
        onDone: (arrived) => {
          result.syncMs = clock.nowMs() - START_MS;
          result.isRight = stateHash(chunkList(arrived)) === stateHash(list);
        },
        onFailed: (reason) => console.error(`the sync failed: ${reason}`),
      },
    );
  }
  await advanceTo(clock, FIRST_PUSH_MS + ROUND_COUNT * ROUND_MS);
  const joinerReceivedBytes = joiner?.node.receivedBytes() ?? 0;
  return { ...result, exchangesMs, joinerReceivedBytes, joinerHeldBytes: joiner?.mostHeldBytes ?? 0 };
}

/** Everybody alive pushes an update to everybody else, and the last to arrive is timed. */
function exchange(
  clock: VirtualClock,
  donors: readonly SyncPeer[],
  round: number,
  exchangesMs: number[],
): void {
  const startMs = clock.nowMs();
  const live = donors.filter(({ isAlive }) => isAlive);
  for (const sender of live) {
    const bytes = new Uint8Array(UPDATE_BYTES).fill(round);
    bytes.set(new TextEncoder().encode(sender.device));
    const hash = toHex(sha256(bytes));
    for (const receiver of live.filter((peer) => peer !== sender)) {
      receiver.expectUpdate(hash, bytes.length, sender.device, () => {
        exchangesMs[round] = clock.nowMs() - startMs;
      });
      sender.blobs.push(receiver.device, hash, bytes);
    }
  }
}

/** Signing is asynchronous, so promises settle between two events. */
async function advanceTo(clock: VirtualClock, timeMs: number): Promise<void> {
  for (let next = clock.nextAtMs(); next !== undefined && next <= timeMs; next = clock.nextAtMs()) {
    clock.runNext();
    for (let turn = 0; turn < SETTLING_TURNS; turn++) await Promise.resolve();
  }
  clock.advanceTo(timeMs);
}

function randomState(): HeadState {
  const state = {
    parameters: new Float32Array(PARAMETER_COUNT),
    momentum: new Float32Array(PARAMETER_COUNT),
  };
  // Integers as floats: all finite, and no two chunks are equal.
  const random = createRandom("bench sync");
  for (const [offset, array] of [state.parameters, state.momentum].entries()) {
    const bits = new Uint32Array(bytesOf(array).buffer);
    for (let index = 0; index < bits.length; index++) {
      bits[index] = random.word(offset * PARAMETER_COUNT + index) & 0x3fffffff;
    }
  }
  return state;
}

function formatReport(report: Readonly<Record<string, unknown>>): string {
  return Object.entries(report)
    .map(([name, value]) => `${name.padEnd(28)}${JSON.stringify(value)}`)
    .join("\n");
}
