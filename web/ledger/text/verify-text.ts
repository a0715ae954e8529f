/** What the Verify screen says. */
import type { VerifyProgress } from "../../../worker/ledger-api.ts";
import { formatCount } from "../../text/format.ts";

export const VERIFY_TEXT = {
  howTitle: "How it works",
  how: [
    "A bundle holds every record, update and head of a project. This tab checks the signatures, the links between records and the certificates, and computes every head and all credit again.",
    "Nothing is uploaded. It works without internet, too.",
    "Bundles come from the leaderboard of anybody who takes part. On a command line, “tabloom verify” checks the same, and repeats some of the training with “--replay”.",
  ],
  dropBefore: "Drop a bundle, or",
  dropButton: "choose a file",
  dropNote: "It stays on this computer: nothing is uploaded.",
  folder: { title: "That is a folder.", advice: "Drop the bundle’s file itself." },
  resultTitle: "Result",
  idle: "The result appears here.",
  reading: "Reading the file",
  failedTitle: "The check could not be finished.",
  failedAdvice: "Nothing is known about this file yet. Choose it again.",
  position: "Where",
  record: "Record",
  reason: "Why",
  records: "Records",
  contributions: "Contributions",
  commits: "Rounds",
  peers: "Peers",
  credit: "Credit",
  head: "Head",
  before: "What was checked before that",
} as const;

/** "Checking records: 1,204 of 10,000"; while nobody knows how many there are, "Checking records: 1,204". */
export function progressWords(progress: VerifyProgress | null): string {
  if (progress === null) return VERIFY_TEXT.reading;
  const { step, done, total } = progress;
  const what = STEP_WORDS[step] ?? step;
  return total > 0
    ? `${what}: ${formatCount(done)} of ${formatCount(total)}`
    : `${what}: ${formatCount(done)}`;
}

/** The steps of shared/verify. */
const STEP_WORDS: Readonly<Record<string, string>> = {
  records: "Checking records",
  rounds: "Computing rounds again",
  replays: "Repeating training",
};

/** From 0 to 1; null while nobody knows. */
export const progressShare = (progress: VerifyProgress | null): number | null =>
  progress === null || progress.total <= 0 ? null : Math.min(1, progress.done / progress.total);

export const positionWords = (position: number): string => `Position ${formatCount(position)} in the file`;
