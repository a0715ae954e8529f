import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  contributionFlops,
  CREDIT_VERSION,
  creditOf,
  FLOP_PER_CREDIT,
} from "../../../shared/ledger/credit-unit.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

describe("a credit", () => {
  test("is 432 GFLOP: a machine of 1 GFLOP/s earns 200 a day", () => {
    expect(FLOP_PER_CREDIT).toBe(432_000_000_000n);
    expect(creditOf(86_400n * 1_000_000_000n)).toBe(200);
    expect(CREDIT_VERSION).toBe(1);
  });

  // BOINC's scheduler counts 432e9 operations for a credit and its certificates 864e9, so every certificate says twice what was done.
  test("has its size in one file only, however it is written", () => {
    const spellings =
      /(432|864)(e9|_?000_?000_?000|[ ·*]+(10⁹|1e9|1_?000_?000_?000))|(4\.32|8\.64)e11|0x6495?34e000|200 ?\/ ?86_?400e9/i;
    const holders = ["shared", "worker", "web", "signaling-server"]
      .flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) =>
          join(ROOT, folder, path),
        ),
      )
      .filter((path) => /\.(tsx?|mjs|html)$/.test(path))
      .filter((path) => spellings.test(readFileSync(path, "utf8")));
    expect(holders.map((path) => relative(ROOT, path).split(sep).join("/"))).toEqual([
      "shared/ledger/credit-unit.ts",
    ]);
  });

  test("has every digit in a sum, and loses some only when it is shown", () => {
    expect(creditOf(1n)).toBeCloseTo(1 / 432e9, 20);
    const large = 9_007_199_254_740_993n * FLOP_PER_CREDIT;
    expect(creditOf(large + FLOP_PER_CREDIT)).toBe(9_007_199_254_740_994);
    expect(creditOf(0n)).toBe(0);
  });
});

describe("work", () => {
  test("is worth the operations of its committed units, rounded down", () => {
    const facts = { flopsPerStep: 1_000, tokensPerStep: 3 };
    expect([0, 1, 2, 3, 4].map((weight) => contributionFlops(facts, weight))).toEqual([
      0n,
      333n,
      666n,
      1_000n,
      1_333n,
    ]);
  });

  test("is counted exactly where real numbers would round", () => {
    const facts = { flopsPerStep: 9_007_199_254_740_991, tokensPerStep: 1 };
    expect(contributionFlops(facts, 1_099_511_627_776)).toBe(9_007_199_254_740_991n * 1_099_511_627_776n);
  });
});
