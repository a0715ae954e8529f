import { describe } from "vitest";
import { testSituation } from "./forged-branch-cases.ts";

describe("a heavier branch that nobody worked for, offered to eight peers that train together", () => {
  testSituation("is followed by none of them, though no audit has passed yet", "early", 6);
  testSituation("is followed by none of them when audits have passed", "late", 2);
  testSituation(
    "is followed by none of them when it is of one that worked with them until then",
    "turncoat",
    8,
  );
});

describe("a branch that was worked for", () => {
  testSituation("is refused by nobody when two halves of a swarm meet again", "parted", 2);
  testSituation("is refused by nobody who is slow", "slow", 2);
});
