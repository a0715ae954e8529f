import { describe, expect, it } from "vitest";
import { lossColumns } from "../../../web/chart/loss-columns.ts";
import { EMPTY_HISTORY } from "../../../shared/training/loss-history.ts";
import { historyOf } from "../../support/history-of.ts";
import type { SwarmView } from "../../../worker/swarm/swarm-view.ts";
import { TOGETHER } from "../../support/swarm-views.ts";
import { initialView } from "../../../web/run/run-state.ts";
import type { RunView } from "../../../web/run/run-state.ts";
import { isSavedProject, parseSavedRunHint, type SavedRunHint } from "../../../web/run/saved-run-hint.ts";
import { FILE_LIMIT_BYTES } from "../../../shared/data/file-limit.ts";
import { checkFiles } from "../../../web/text/file-check.ts";
import { wordsOf } from "../../../web/text/problem-words.ts";
import {
  formatAge,
  formatChoices,
  formatCompactCount,
  formatCount,
  formatFileSize,
  formatHash,
  formatLoss,
  lossDigits,
  formatPercent,
  formatRate,
  formatShare,
  splitDuration,
} from "../../../web/text/format.ts";
import { lossMeaning, lossSentence } from "../../../web/text/loss-sentence.ts";
import { statusOf } from "../../../web/text/status-sentence.ts";

describe("numbers", () => {
  it.each([
    [1.8921, "1.892"],
    [12.3456, "12.35"],
    [123.456, "123.5"],
    [1234.5, "1,235"],
    [0.0042134, "0.004213"],
    [0, "0.000"],
    [-0.5, "-0.500"],
    [1e-9, "1.000e-9"],
    [Number.NaN, "NaN"],
  ])("writes the loss %d as %s", (loss, text) => expect(formatLoss(loss)).toBe(text));

  it.each([
    [0, 3],
    [0.0042, 6],
    [0.5, 3],
    [9.99, 3],
    [12.3, 2],
    [999, 1],
    [1204, 0],
  ])("writes a change of the loss %d with %d digits", (loss, digits) =>
    expect(lossDigits(loss)).toBe(digits),
  );

  it("writes counts, rates and shares", () => {
    expect(formatCount(1204)).toBe("1,204");
    expect(formatCompactCount(12_000)).toBe("12,000");
    expect(formatCompactCount(1_200_000)).toBe("1.2M");
    expect(formatRate(3765.2)).toBe("3,765");
    expect(formatRate(3.14)).toBe("3.1");
    expect(formatShare(0.972)).toBe("97.2 %");
    expect([0.346, 0.999, 1].map(formatPercent)).toEqual(["34 %", "99 %", "100 %"]);
    expect(formatHash("3f9a21c0ffee")).toBe("3f9a21c0");
    expect(formatChoices(Math.log(6.6))).toBe("6.6");
  });

  it("writes durations and ages in the unit that fits", () => {
    expect(splitDuration(204.4)).toEqual({ value: "204", unit: "ms" });
    expect(splitDuration(1320)).toEqual({ value: "1.32", unit: "s" });
    expect(splitDuration(0.84)).toEqual({ value: "0.8", unit: "ms" });
    expect([-50, 40_000, 180_000, 3_600_000, 86_400_000 * 5].map(formatAge)).toEqual([
      "just now",
      "40 s ago",
      "3 min ago",
      "1 hour ago",
      "5 days ago",
    ]);
  });

  it("writes file sizes as file managers do", () => {
    expect([1, 999, 1_115_394, 104_857_600].map(formatFileSize)).toEqual([
      "1 byte",
      "999 bytes",
      "1.1 MB",
      "104.9 MB",
    ]);
  });
});

describe("status sentence", () => {
  const view = (part: Partial<RunView>): RunView => ({ ...initialView(null, null), ...part });

  it("always says why it is or is not running", () => {
    const views: Partial<RunView>[] = [
      {},
      { state: "preparing" },
      { state: "training" },
      { state: "stopping" },
      { hasRun: true, step: 8 },
      { state: "failed" },
      { state: "crashed" },
    ];
    for (const part of views) expect(statusOf(view(part), "half", true).sentence).toMatch(/^[A-Z].{20,}\.$/);
    expect(statusOf(view({}), "half", false).word).toBe("Cannot run");
  });

  it("names the company and the intensity", () => {
    const sentenceOf = (swarm: SwarmView | null) =>
      statusOf(view({ state: "training", swarm }), "light", true).sentence;
    expect(sentenceOf(null)).toBe("The model learns in this tab alone, a quarter of the time.");
    expect(sentenceOf(TOGETHER)).toBe("The model learns with 3 others, a quarter of the time.");
    expect(sentenceOf({ ...TOGETHER, peers: TOGETHER.peers.slice(1, 2) })).toContain("with 1 other,");
  });
});

describe("loss in words", () => {
  const columns = lossColumns(historyOf([{ step: 10, loss: 4 }]), historyOf([{ step: 10, loss: 1.5 }]));

  it("tells the course of the curve", () => {
    expect(lossSentence(columns)).toBe(
      "The training loss went from 4.000 to 4.000 in 10 steps. The held-out loss is 1.500.",
    );
    expect(lossSentence(lossColumns(EMPTY_HISTORY, EMPTY_HISTORY))).toContain("empty");
  });

  it("puts nats on a human scale, and nothing else", () => {
    expect(lossMeaning(Math.log(4.9), "nats per token")).toContain(
      "a pick among about 4.9 equally likely tokens",
    );
    expect(lossMeaning(1, "squared deviations")).not.toContain("pick");
  });
});

describe("file check", () => {
  const file = (name: string, size = 5000, type = "") => ({ name, size, type });
  const titleOf = (...files: ReturnType<typeof file>[]) => {
    const check = checkFiles(files);
    return check.ok ? "accepted" : wordsOf(check.problem).title;
  };

  it("accepts a text, a table, code and a pair of IDX files", () => {
    expect(titleOf(file("a.txt", 5000, "text/plain"))).toBe("accepted");
    expect(titleOf(file("main.ts", 5000, "video/mp2t"))).toBe("accepted");
    expect(
      titleOf(file("images.gz", 5000, "application/gzip"), file("labels.gz", 5000, "application/gzip")),
    ).toBe("accepted");
    expect(titleOf(file("big.txt", FILE_LIMIT_BYTES))).toBe("accepted");
    expect(titleOf(file("a.txt"), file("tokenizer.json"))).toBe("accepted");
  });

  it("accepts a CSV where Excel has claimed the type", () => {
    expect(titleOf(file("a.csv", 5000, "application/vnd.ms-excel"))).toBe("accepted");
  });

  it("says what is wrong with the rest", () => {
    expect(titleOf()).toContain("Nothing");
    expect(titleOf(file("a.txt"), file("b.txt"), file("c.txt"))).toContain("3 files");
    expect(titleOf(file("a.txt"), file("b.txt"))).toContain("IDX");
    expect(titleOf(file("tokenizer.json"), file("other-tokenizer.json"))).toContain("IDX");
    expect(titleOf(file("a.txt", 0))).toBe("“a.txt” is empty.");
    expect(titleOf(file("a.txt", FILE_LIMIT_BYTES + 1e6))).toBe(
      "“a.txt” has 101.0 MB; the limit is 100.0 MB.",
    );
    expect(titleOf(file("a.pdf", 5000, "application/pdf"))).toContain("a PDF");
    expect(titleOf(file("a.png", 5000, "image/png"))).toContain("a single picture");
  });
});

describe("hint of a saved run", () => {
  const hint: SavedRunHint = {
    run: {
      dataName: "a.txt",
      modelName: "gpt nano",
      parameterCount: 5,
      unit: "tokens",
      lossUnit: "nats per token",
    },
    link: "5a11",
    openedAs: null,
    round: 12,
    step: 3,
    savedAtMs: 1,
    figures: { loss: 2.3, tokens: 9_200_000 },
  };

  it("reads what was written", () => expect(parseSavedRunHint(JSON.stringify(hint))).toEqual(hint));

  it("reads what earlier versions wrote, which knew no figures", () => {
    const { figures: _, ...earlier } = hint;
    expect(parseSavedRunHint(JSON.stringify(earlier))).toEqual({ ...hint, figures: null });
  });

  it.each([
    null,
    "",
    "{",
    "null",
    "[]",
    JSON.stringify({ ...hint, step: -1 }),
    JSON.stringify({ ...hint, run: null }),
    JSON.stringify({ ...hint, link: "5".repeat(65) }),
    JSON.stringify({ ...hint, openedAs: undefined }),
    JSON.stringify({ ...hint, figures: { loss: "low", tokens: 1 } }),
    JSON.stringify({ ...hint, figures: { loss: 2, tokens: 0.5 } }),
  ])("gives nothing for %s", (text) => expect(parseSavedRunHint(text)).toBeNull());

  it("is of the project that it was opened as, or has the id of", () => {
    expect([null, "5a11", "tiny"].map((link) => isSavedProject(hint, link))).toEqual([true, true, false]);
    expect(isSavedProject({ ...hint, openedAs: "tiny" }, "tiny")).toBe(true);
    expect(isSavedProject({ ...hint, openedAs: "tiny" }, null)).toBe(false);
  });
});
