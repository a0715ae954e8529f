import { describe, expect, it } from "vitest";
import { toyLoss } from "../../shared/simulation/toy-training.ts";
import { FaultRun } from "./fault-run.ts";
import type { PlannedPeer, Schedule } from "./schedule.ts";

const QUIET_PEER: Omit<PlannedPeer, "name"> = {
  joinsAtMs: 0,
  stepMs: 100,
  offsetMs: 0,
  rate: 1,
  uplinkBytesPerSecond: Infinity,
  lie: null,
};

function quietSchedule(names: readonly string[]): Schedule {
  const peers = names.map((name) => ({ ...QUIET_PEER, name }));
  return { seed: 1, latencyMs: 30, jitterMs: 0, lossRate: 0, peers, faults: [], quietAtMs: 40_000 };
}

describe("a swarm without faults", { timeout: 60_000 }, () => {
  it("trains three peers to one head, round after round", async () => {
    const run = new FaultRun(quietSchedule(["a", "b", "c"]));
    const report = await run.run();
    expect(report.violations).toEqual([]);
    // 40 seconds in rounds of 4 seconds and a little more.
    expect(report.rounds).toBeGreaterThanOrEqual(8);
    const [first, ...others] = run.honest().map(({ participant }) => participant.parameters);
    for (const other of others) expect(other).toEqual(first);
    const start = new Float32Array(first!.length);
    expect(toyLoss("1", first!)).toBeLessThan(0.5 * toyLoss("1", start));
  });

  it("lets one peer train alone", async () => {
    const report = await new FaultRun(quietSchedule(["alone"])).run();
    expect(report.violations).toEqual([]);
    expect(report.rounds).toBeGreaterThanOrEqual(8);
  });

  // A small table: its most steps take less time than a message. The quickest peer used to run through the rounds alone, until the others cut it off.
  it("stays together when training is shorter than a message's way", async () => {
    const quick = quietSchedule(["a", "b", "c", "d"]);
    const peers = quick.peers.map((peer, index) => ({ ...peer, stepMs: 0.5 + index / 4 }));
    const run = new FaultRun({ ...quick, latencyMs: 100, peers });
    const report = await run.run();
    expect(report.violations).toEqual([]);
    const sizes = run
      .honest()
      .map(({ events }) =>
        events.flatMap((event) => (event.kind === "round" ? [event.outcome.contributions.length] : [])),
      );
    for (const of of sizes) expect(new Set(of.slice(1))).toEqual(new Set([4]));
  });

  it("includes everybody in every round", async () => {
    const run = new FaultRun(quietSchedule(["a", "b", "c", "d"]));
    await run.run();
    const outcomes = run
      .honest()[0]!
      .events.flatMap((event) => (event.kind === "round" ? [event.outcome] : []));
    // The first rounds may begin before all links are open.
    for (const { contributions } of outcomes.slice(1)) expect(contributions).toHaveLength(4);
  });
});
