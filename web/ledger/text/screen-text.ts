/** What the screens are called, and what each is for, in a sentence. */
import type { Screen } from "../screen-address.ts";

export interface ScreenWords {
  /** In the navigation. */
  readonly name: string;
  readonly title: string;
  readonly lede: string;
}

export const SCREEN_WORDS: Readonly<Record<Screen, ScreenWords>> = {
  donate: { name: "Train", title: "", lede: "" },
  receipts: {
    name: "Receipts",
    title: "Receipts",
    lede: "Every round that your devices helped with leaves a signed receipt. Anybody can check it.",
  },
  leaderboard: {
    name: "Leaderboard",
    title: "Leaderboard",
    lede: "Added up in this tab from signed records. Each row opens to the receipts behind it.",
  },
  verify: {
    name: "Verify",
    title: "Verify",
    lede: "Find out whether a training history is true, without trusting anybody.",
  },
  you: {
    name: "You",
    title: "You",
    lede: "A key that this browser made stands for you. There is no account.",
  },
};

export const NAVIGATION_LABEL = "Screens";

/** What the donate screen says about receipts. */
export const OWN_CREDIT = {
  title: "What you gave",
  empty: "The first round that counts brings the first signed receipt.",
  link: "See the receipts",
  receipts: "Receipts",
  credit: "Credit",
  pending: "Pending",
} as const;

export const INVITATION_NOTE = {
  sentence: "This link invites you to a team. Training needs none.",
  link: "See the invitation",
} as const;

export const STOP = "Stop";
export const LOADING = "Loading…";
export const TRY_AGAIN = "Try again";

export const SCREEN_MISSING = {
  title: "This part of the page could not be loaded.",
  advice: "Check the connection to this site. What trains goes on meanwhile.",
} as const;

export const LEDGER_TROUBLE_TITLE = "The receipts cannot be read now.";

export const ANSWER_MISSING_TITLE = "This cannot be shown now.";

/** Every number here says it, because points that look like money get treated like it. */
export const NO_VALUE = "Credit has no monetary value.";
