import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../../shared/simulation/virtual-clock.ts";
import { NO_ARRIVALS, revealWaitMs, viewMs, waitMs } from "../../../../shared/swarm/round/deadline.ts";
import { NO_LATENESS } from "../../../../shared/swarm/round/lateness.ts";
import { RoundRunner, type WorldEffect } from "../../../../shared/swarm/round/round-runner.ts";
import {
  answersTo,
  cellOf,
  commitBy,
  HEAD,
  heard,
  leaderAmong,
  received,
  ROUND_MS,
  signedBy,
  workOf,
} from "./round-fixture.ts";

const CELL = cellOf(4);
const SELF = CELL[1]!;
const OTHERS = CELL.filter((peer) => peer !== SELF);

/** A round on a clock that is moved by hand. What it asks for is answered at once, inside of the asking. */
class World {
  readonly clock = new VirtualClock();
  readonly log: string[] = [];
  readonly runner: RoundRunner;

  constructor() {
    const standing = new Map(OTHERS.map((peer) => [peer, HEAD.hash]));
    const start = {
      self: SELF,
      rules: { roundMs: ROUND_MS },
      head: HEAD,
      isContributing: true,
      standing,
      ...NO_LATENESS,
      ageMs: 0,
      nowMs: this.clock.nowMs(),
    };
    this.runner = new RoundRunner(this.clock, start, (effect) => this.#apply(effect));
  }

  #apply(effect: WorldEffect): void {
    this.log.push(`${this.clock.nowMs()} ${effect.kind}`);
    for (const answer of answersTo(effect, SELF)) {
      this.runner.dispatch(answer);
      this.log.push(`asked for ${effect.kind}`);
    }
  }

  train(): void {
    this.runner.dispatch({ kind: "trained", contribution: workOf(SELF) });
  }
}

describe("a round in the world", () => {
  test("ends its training when its time is over", () => {
    const { clock, log } = new World();
    clock.advanceTo(ROUND_MS - 1);
    expect(log).toEqual([]);
    clock.advanceTo(ROUND_MS);
    expect(log).toEqual([`${ROUND_MS} stop-training`]);
  });

  test("waits for the others until the deadline, then goes on alone and from view to view", () => {
    const world = new World();
    world.clock.advanceTo(ROUND_MS);
    world.train();
    world.runner.dispatch(heard(workOf(OTHERS[0]!)));
    const revealMs = ROUND_MS + waitMs(NO_ARRIVALS);
    world.clock.advanceTo(revealMs - 1);
    expect(world.runner.state.phase).toBe("committing");
    world.clock.advanceTo(revealMs);
    expect(world.runner.state.phase).toBe("revealing");
    const agreeMs = world.clock.nextAtMs()!;
    expect(agreeMs).toBeGreaterThan(revealMs);
    world.clock.advanceTo(agreeMs);
    expect(world.runner.state.phase).toBe("agreeing");
    const leaderMs = revealWaitMs(world.runner.state.reveals, ROUND_MS);
    const secondViewMs = agreeMs + viewMs(0, leaderMs) + viewMs(1, leaderMs);
    world.clock.advanceTo(secondViewMs - 1);
    expect([world.runner.state.view, world.log.at(-1)]).toEqual([1, expect.stringContaining("vote")]);
    world.clock.advanceTo(secondViewMs);
    expect(world.log.at(-1)).toBe(`${secondViewMs} adopt`);
  });

  test("lets events that come while it works wait in line", () => {
    const world = new World();
    world.clock.advanceTo(ROUND_MS);
    world.train();
    world.runner.dispatch({ kind: "standing", standing: new Map() });
    const alone = world.log.map((line) => line.replace(/^\d+ /, ""));
    expect(alone).toEqual([
      "stop-training",
      "publish-contribution",
      "reveal",
      "compute",
      "asked for compute",
      "vote",
      "asked for vote",
      "anticipate",
      "adopt",
    ]);
  });

  test("counts a timer anew when it is set again", () => {
    const world = new World();
    world.train();
    for (const peer of OTHERS) world.runner.dispatch(heard(workOf(peer)));
    for (const peer of OTHERS) world.runner.dispatch(received(workOf(peer)));
    world.clock.advanceTo(2_000);
    const leader = leaderAmong(CELL, 2);
    const commit = signedBy(commitBy(...CELL), leader);
    world.runner.dispatch({ kind: "proposal", view: 2, proposer: leader, commit });
    expect(world.runner.state.view).toBe(2);
    const endMs = 2_000 + viewMs(2, revealWaitMs(world.runner.state.reveals, ROUND_MS));
    world.clock.advanceTo(endMs - 1);
    expect(world.runner.state.view).toBe(2);
    world.clock.advanceTo(endMs);
    expect(world.runner.state.view).toBe(3);
  });

  test("does nothing any more after its end", () => {
    const world = new World();
    world.train();
    world.runner.end();
    expect(world.clock.nextAtMs()).toBeUndefined();
    const { state } = world.runner;
    world.log.length = 0;
    world.runner.dispatch(heard(workOf(OTHERS[0]!)));
    world.clock.advanceBy(10 * ROUND_MS);
    expect(world.log).toEqual([]);
    expect(world.runner.state).toBe(state);
  });
});
