/** States of the screen of the swarm: what a run does meanwhile, and what the ledger knows of its rounds. */
import { hrefOfRound } from "../../../web/swarm/round-address.ts";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import type { RoundView } from "../../../worker/ledger-views/rounds.ts";
import { exampleRounds, personOf } from "../cloth-rows.ts";
import { exampleReceipts, NO_CREDIT, summaryOf } from "../ledger-views.ts";
import { OTHERS, OWN } from "../swarm-views.ts";
import type { LedgerState } from "./ledger-states.ts";

const now = Math.floor(Date.now() / 1000);
const SOME = summaryOf(exampleReceipts(now));
const NONE = summaryOf([], { credit: NO_CREDIT, recordCount: 2 });

const ROUND_SECONDS = 40;
const COUNT = 180;
/** In the order of the people of exampleRounds. */
const DEVICES = [OWN, ...OTHERS];

/** Rounds to which the devices of the example swarms gave, the last of them a moment ago. */
const ROUNDS: readonly RoundView[] = exampleRounds(COUNT, 6).map((each) => ({
  ...each,
  at: now - (COUNT - each.round) * ROUND_SECONDS - 20,
  parts: each.parts
    .map((part) => ({
      ...part,
      device: DEVICES.find((_, person) => personOf(person) === part.root) ?? part.device,
    }))
    .toSorted((a, b) => (a.device < b.device ? -1 : 1)),
}));

const woven: Partial<LedgerApi> = {
  rounds: async ({ before, limit }) =>
    ROUNDS.filter(({ round }) => before === null || round < before).slice(-limit),
};

const bare: Partial<LedgerApi> = { rounds: async () => [] };

const broken = () => Promise.reject(new Error("The browser gives this page no database."));

export const SWARM_SCREEN_STATES: Readonly<Record<string, LedgerState>> = {
  "swarm-nothing": { screen: "swarm", summary: NONE, answers: bare },
  "swarm-looking": { screen: "swarm", summary: NONE, answers: bare, run: "alone" },
  "swarm-preparing": { screen: "swarm", summary: NONE, answers: bare, run: "preparing" },
  "swarm-alone": { screen: "swarm", summary: NONE, answers: bare, run: "diagnosis-nobody" },
  "swarm-one": { screen: "swarm", summary: NONE, answers: bare, run: "one-other", press: ["peers-picture"] },
  "swarm-unreachable": { screen: "swarm", summary: NONE, answers: bare, run: "diagnosis-udp" },
  swarm: { screen: "swarm", summary: SOME, answers: woven, run: "waiting", press: ["peers-picture"] },
  "swarm-table": {
    screen: "swarm",
    summary: SOME,
    answers: woven,
    run: "training",
    press: ["peers-table", "older-rounds"],
  },
  "swarm-round": {
    screen: "swarm",
    fragment: hrefOfRound(120),
    summary: SOME,
    answers: woven,
    run: "training",
    press: ["peers-table"],
  },
  "swarm-round-unknown": {
    screen: "swarm",
    fragment: hrefOfRound(1204),
    summary: SOME,
    answers: woven,
  },
  "swarm-crowd": {
    screen: "swarm",
    summary: SOME,
    answers: woven,
    run: "crowd",
    press: ["peers-picture"],
  },
  "swarm-resting": { screen: "swarm", summary: SOME, answers: woven, run: "on-battery" },
  "swarm-slowed": { screen: "swarm", summary: SOME, answers: woven, run: "battery-unseen" },
  "swarm-elsewhere": { screen: "swarm", summary: SOME, answers: woven, run: "elsewhere" },
  "swarm-failed": { screen: "swarm", summary: NONE, answers: bare, run: "failed" },
  "swarm-crashed": { screen: "swarm", summary: SOME, answers: woven, run: "crashed" },
  "swarm-stopped": { screen: "swarm", summary: SOME, answers: woven, run: "stopped" },
  "swarm-trouble": {
    screen: "swarm",
    summary: null,
    answers: { watch: broken, rounds: broken },
    run: "training",
    press: ["peers-picture"],
  },
};
