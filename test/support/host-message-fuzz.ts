/**
 * Messages that somebody might send to the widget's frame or to its loader, from a seed: near misses of the two that exist, and things that have nothing to
 * do with them. Runs inside a page too, so it uses nothing from outside itself.
 */

export interface FuzzedMessage {
  readonly data: unknown;
  /** What follows every rule of the protocol: a hello, or a state. */
  readonly isHello: boolean;
  readonly isState: boolean;
}

/** @param seed any whole number @returns the next message at each call */
export function fuzzHostMessages(seed: number): () => FuzzedMessage {
  let state = seed | 0;
  /** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  const below = (bound: number): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const states = ["offer", "declined", "starting", "training", "paused", "stopped", "refused", "failed"];
  const values = (): unknown =>
    pick<unknown>([
      undefined,
      null,
      true,
      0,
      1,
      2,
      -1,
      1.5,
      Number.NaN,
      2 ** 53,
      "1",
      "",
      "hello",
      "state",
      "start",
      "Training",
      "constructor",
      ...states,
      [],
      {},
      "x".repeat(below(2_000)),
      { v: 1, type: "hello" },
    ]);
  const names = ["v", "type", "state", "steps", "click", "start", "project", "__proto__", "toString"];
  const wild = (): unknown =>
    Object.fromEntries(Array.from({ length: below(6) }, () => [pick(names), values()]));
  const near = (base: Readonly<Record<string, unknown>>): unknown => {
    const changed: Record<string, unknown> = { ...base };
    const name = pick(Object.keys(base));
    const change = below(5);
    if (change === 0) Reflect.deleteProperty(changed, name);
    if (change === 1) changed[name] = values();
    if (change === 2) changed[pick(["start", "click", "data", "V", " type"])] = values();
    if (change === 3)
      return pick<unknown>([
        JSON.stringify(base),
        [base],
        Object.entries(base),
        new Map(Object.entries(base)),
      ]);
    return changed;
  };
  const hasOnly = (data: unknown, size: number): data is Record<string, unknown> =>
    typeof data === "object" && data !== null && !Array.isArray(data) && Object.keys(data).length === size;
  return () => {
    const stateMessage = { v: 1, type: "state", state: pick(states), steps: below(1_000_000) };
    const data = pick([values, wild, () => near({ v: 1, type: "hello" }), () => near(stateMessage)])();
    const isOurs = (type: string, size: number) =>
      hasOnly(data, size) && data["v"] === 1 && data["type"] === type;
    const { state: name, steps } = Object(data) as { readonly state?: unknown; readonly steps?: unknown };
    return {
      data,
      isHello: isOurs("hello", 2),
      isState:
        isOurs("state", 4) &&
        states.includes(name as string) &&
        Number.isSafeInteger(steps) &&
        (steps as number) >= 0,
    };
  };
}
