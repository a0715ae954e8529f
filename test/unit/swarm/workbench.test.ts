import { describe, expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import type { RoundJob } from "../../../shared/ports/round-trainer.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { genesisHead, type KnownHead } from "../../../shared/swarm/known-head.ts";
import { Workbench } from "../../../shared/swarm/workbench.ts";
import { windowSteps } from "../../../shared/training/windows.ts";
import { TOY_RULES } from "../../simulation/toy-swarm.ts";
import { exampleHash } from "../../support/example-messages.ts";

const headNamed = (name: string): KnownHead => {
  const known = genesisHead(TOY_RULES, new Float32Array(TOY_RULES.layout.parameterCount));
  return { ...known, head: { ...known.head, hash: exampleHash(name) } };
};

/** A bench whose trainer never ends. */
function setUp(workedOn: Hash | null = null) {
  const jobs: RoundJob[] = [];
  let cancelled = 0;
  const bench = new Workbench({
    clock: new VirtualClock(),
    maxSteps: TOY_RULES.maxSteps,
    workedOn: () => workedOn,
    onStep: () => undefined,
    trainer: {
      start: (job) => {
        jobs.push(job);
        return {
          stop: () => undefined,
          cancel: () => void cancelled++,
          result: new Promise(() => undefined),
        };
      },
    },
  });
  return { bench, jobs, cancelled: () => cancelled };
}

describe("a round on a head", () => {
  test("trains with the windows of the project's rules", () => {
    const { bench, jobs } = setUp();
    const base = headNamed("base");
    const { training, work } = bench.begin(base);
    expect([training?.base, work]).toEqual([base, null]);
    expect(jobs).toMatchObject([{ round: 1, windowSteps: windowSteps(TOY_RULES.maxSteps) }]);
    expect(hashOf(new Uint8Array(jobs[0]!.parameters.buffer))).toBe(
      hashOf(new Uint8Array(base.state.parameters.buffer)),
    );
  });

  test("that this device signed work on before a restart is not trained again", () => {
    const { bench, jobs } = setUp(exampleHash("base"));
    expect(bench.begin(headNamed("base"))).toEqual({ training: null, work: null });
    expect(jobs).toEqual([]);
    expect(bench.begin(headNamed("next")).training).not.toBeNull();
  });

  test("ends what was begun on it ahead, when work on it is signed already", () => {
    const { bench, cancelled } = setUp(exampleHash("base"));
    bench.goAhead(headNamed("base"));
    expect(bench.begin(headNamed("base"))).toEqual({ training: null, work: null });
    expect(cancelled()).toBe(1);
  });

  test("that begins again goes on with the work that was signed for it", () => {
    const { bench, jobs } = setUp(exampleHash("base"));
    const work = {} as Parameters<typeof bench.keep>[1];
    bench.keep(exampleHash("base"), work);
    expect(bench.begin(headNamed("base"))).toEqual({ training: null, work });
    expect(jobs).toEqual([]);
  });

  test("takes over what was begun ahead, and nothing else", () => {
    const { bench, jobs, cancelled } = setUp();
    bench.goAhead(headNamed("base"));
    expect(bench.begin(headNamed("base")).training?.base.head.hash).toBe(exampleHash("base"));
    expect([jobs.length, cancelled()]).toEqual([1, 0]);
    bench.goAhead(headNamed("expected"));
    expect(bench.begin(headNamed("came")).training?.base.head.hash).toBe(exampleHash("came"));
    expect([jobs.length, cancelled()]).toEqual([3, 1]);
  });
});
