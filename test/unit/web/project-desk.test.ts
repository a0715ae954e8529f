/** Who opens the model worker, and who ends it. */
import { describe, expect, test } from "vitest";
import { ModelDesk } from "../../../web/projects/project-desk.ts";
import type { ModelAnswer, ModelApi } from "../../../worker/model-api.ts";
import { createScriptedModel } from "../../support/scripted-model.ts";

const MINUTE_MS = 60_000;

/** A desk whose workers are counted, and whose clock stands still. */
function desk(answers: Partial<ModelApi> = {}) {
  const log: string[] = [];
  const timers = new Map<() => void, number>();
  let crash: (detail: string) => void = () => undefined;
  const made = new ModelDesk(
    async () => {
      log.push("opened");
      return {
        ...createScriptedModel(answers),
        onCrash(listener) {
          crash = listener;
        },
        close: () => log.push("closed"),
      };
    },
    {
      setTimer(delayMs, callback) {
        timers.set(callback, delayMs);
        return () => timers.delete(callback);
      },
    },
  );
  const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return { desk: made, log, timers, settle, crash: (detail: string) => crash(detail) };
}

const describeMain = (api: ModelApi) => api.describe(null);

describe("the model worker", () => {
  test("opens with the first question, answers the next ones, and ends a minute after the last", async () => {
    const {
      desk: asked,
      log,
      timers,
      settle,
    } = desk({ form: async () => ({ ok: true, value: { kind: "text", prompts: [] } }) });
    expect(log).toEqual([]);
    expect(await asked.ask((api) => api.form(null))).toEqual({ kind: "text", prompts: [] });
    await asked.ask((api) => api.form(null));
    await settle();
    expect([...timers.values()]).toEqual([MINUTE_MS]);
    for (const end of timers.keys()) end();
    await settle();
    expect(log).toEqual(["opened", "closed"]);
    await asked.ask((api) => api.form(null));
    expect(log).toEqual(["opened", "closed", "opened"]);
  });

  test("does not end while somebody waits for an answer", async () => {
    let answer: (given: ModelAnswer<never>) => void = () => undefined;
    const {
      desk: asked,
      timers,
      settle,
    } = desk({
      form: () => new Promise((resolve) => (answer = resolve)),
    });
    const waiting = asked.ask((api) => api.form(null));
    await asked.ask(describeMain).catch(() => undefined);
    await settle();
    expect(timers.size).toBe(0);
    answer({ ok: false, fault: { kind: "no-head" } });
    await expect(waiting).rejects.toMatchObject({ fault: { kind: "no-head" } });
    await settle();
    expect(timers.size).toBe(1);
  });

  test("ends at once when everything stops, and says so to those who wait", async () => {
    const { desk: asked, log, timers, settle } = desk({ form: () => new Promise(() => undefined) });
    const waiting = asked.ask((api) => api.form(null));
    const failed = expect(waiting).rejects.toMatchObject({ fault: { kind: "failed", detail: "" } });
    await settle();
    asked.close();
    await failed;
    await settle();
    expect(log).toEqual(["opened", "closed"]);
    expect(timers.size).toBe(0);
  });

  test("that dies says what the browser said, and the next question opens another", async () => {
    const { desk: asked, log, settle, crash } = desk({ form: () => new Promise(() => undefined) });
    const failed = expect(asked.ask((api) => api.form(null))).rejects.toMatchObject({
      fault: { kind: "failed", detail: "out of memory" },
    });
    await settle();
    crash("out of memory");
    await failed;
    await expect(asked.ask(describeMain)).rejects.toMatchObject({ fault: { kind: "not-here" } });
    expect(log).toEqual(["opened", "closed", "opened"]);
  });

  test("that cannot begin is a fault, and is tried again", async () => {
    let isPossible = false;
    const asked = new ModelDesk(
      async () => {
        if (!isPossible) throw new Error("no workers here");
        return createScriptedModel();
      },
      { setTimer: () => () => undefined },
    );
    await expect(asked.ask(describeMain)).rejects.toMatchObject({ fault: { detail: "no workers here" } });
    isPossible = true;
    await expect(asked.ask(describeMain)).rejects.toMatchObject({ fault: { kind: "not-here" } });
  });
});
