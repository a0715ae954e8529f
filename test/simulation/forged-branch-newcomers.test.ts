import { describe } from "vitest";
import { testSituation } from "./forged-branch-cases.ts";

describe("a heavier branch that nobody worked for, offered to eight newcomers", () => {
  testSituation("is left by all within three rounds, and they go on with the honest", "mixed", 4);
  testSituation(
    "is left by all within three rounds when they know nobody else, and they train from the start",
    "alone",
    6,
  );
});

describe("a branch that was worked for", () => {
  testSituation("is refused by no newcomer because one peer in five invents its work", "fakers", 2);
});
