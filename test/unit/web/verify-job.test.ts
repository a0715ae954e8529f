import { describe, expect, it, vi } from "vitest";
import { createLedgerController } from "../../../web/ledger/ledger-controller.ts";
import { shareWorker } from "../../../web/ledger/one-worker.ts";
import { createVerifyJob } from "../../../web/ledger/verify-job.ts";
import { VALID } from "../../support/ledger-views.ts";
import { createScriptedLedger, EMPTY_SUMMARY } from "../../support/scripted-ledger.ts";
import { createScriptedTrainer } from "../../support/scripted-trainer.ts";

describe("the check of a bundle", () => {
  const file = (name: string) => new File(["x"], name);
  const setUp = (verify: ReturnType<typeof createScriptedLedger>["verify"]) => {
    const trainer = createScriptedTrainer(null, createScriptedLedger(EMPTY_SUMMARY, { verify }));
    return createVerifyJob(createLedgerController(shareWorker(() => trainer).ledger).ask);
  };

  it("tells how far it is, and then the result", async () => {
    const progress = { step: "records", done: 1, total: 2 };
    const seen: unknown[] = [];
    const job = setUp(async (_bundle, onProgress) => {
      onProgress(progress);
      return VALID;
    });
    job.subscribe(() => seen.push(job.view()));
    expect(job.view()).toEqual({ kind: "idle" });
    job.check(file("a"));
    await expect.poll(() => job.view().kind).toBe("checked");
    expect(seen).toEqual([
      { kind: "checking", name: "a", progress: null },
      { kind: "checking", name: "a", progress },
      { kind: "checked", name: "a", result: VALID },
    ]);
  });

  it("keeps the result when the last of its progress comes after it", async () => {
    const verify = vi.fn<Parameters<typeof setUp>[0]>(async () => VALID);
    const job = setUp(verify);
    job.check(file("a"));
    await expect.poll(() => job.view().kind).toBe("checked");
    verify.mock.lastCall?.[1]({ step: "rounds", done: 2, total: 2 });
    expect(job.view()).toEqual({ kind: "checked", name: "a", result: VALID });
  });

  it("tells apart a bundle that fails and a check that does", async () => {
    const job = setUp(() => Promise.reject(new Error("This file is no bundle.")));
    job.check(file("a"));
    await expect.poll(() => job.view().kind).toBe("failed");
    expect(job.view()).toMatchObject({ error: new Error("This file is no bundle.") });
  });

  it("forgets the file before for a newer one", async () => {
    const ends: (() => void)[] = [];
    const job = setUp(() => new Promise((resolve) => ends.push(() => resolve(VALID))));
    job.check(file("a"));
    job.check(file("b"));
    ends[0]?.();
    await Promise.resolve();
    expect(job.view()).toEqual({ kind: "checking", name: "b", progress: null });
    ends[1]?.();
    await expect.poll(() => job.view()).toEqual({ kind: "checked", name: "b", result: VALID });
  });
});
