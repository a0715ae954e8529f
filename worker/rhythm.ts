/** When the things between steps are due: at fixed intervals, and less often where they are slow, so that training keeps its time. */
interface Beat {
  readonly firstMs: number;
  readonly intervalMs: number;
  /** The next turn is at least this many times its own duration away. */
  readonly costFactor: number;
}

const BEATS = {
  sample: { firstMs: 1500, intervalMs: 3000, costFactor: 10 },
  evaluation: { firstMs: 5000, intervalMs: 15_000, costFactor: 20 },
  checkpoint: { firstMs: 2000, intervalMs: 10_000, costFactor: 30 },
} as const satisfies Record<string, Beat>;

export interface Rhythm {
  whenDue(name: keyof typeof BEATS, work: () => Promise<void>): Promise<void>;
}

export function createRhythm(nowMs: () => number): Rhythm {
  const startMs = nowMs();
  const due = new Map<string, number>(
    Object.entries(BEATS).map(([name, { firstMs }]) => [name, startMs + firstMs]),
  );
  return {
    whenDue: async (name, work) => {
      const beganMs = nowMs();
      if (beganMs < due.get(name)!) return;
      await work();
      const { intervalMs, costFactor } = BEATS[name];
      due.set(name, beganMs + Math.max(intervalMs, costFactor * (nowMs() - beganMs)));
    },
  };
}
