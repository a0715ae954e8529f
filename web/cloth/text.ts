/** Everything that the cloth says. */
import { formatCount, formatLoss, formatShare } from "../text/format.ts";
import type { ClothRow, ClothThread, ThreadState } from "./cloth-row.ts";

export const CLOTH_TEXT = {
  view: "The cloth: one row for each round, the newest one last. Arrow keys go from row to row.",
  viewToOpen:
    "The cloth: one row for each round, the newest one last. Arrow keys go from row to row, Enter opens one.",
  loading: "Fetching the rounds …",
  empty: "The first round weaves the first row.",
  loss: "loss",
  saveSvg: "Save as SVG",
  savePng: "Save as PNG",
  saved: (file: string) => `Saved as ${file}.`,
  file: "tabloom-cloth",
  /** Of the picture, for those who cannot see it. */
  picture: (rows: readonly ClothRow[]) =>
    `Cloth of ${formatCount(rows.length)} rounds, ${formatCount(rows[0]?.round ?? 0)} to ${formatCount(rows.at(-1)?.round ?? 0)}`,
  you: "you",
} as const;

export const CLOTH_TABLE_TEXT = {
  show: "Show as a table",
  title: "Rounds, newest first",
  round: "Round",
  time: "When",
  loss: "Loss",
  people: "Who, and how much of it",
  older: "Older",
  newer: "Newer",
  page: (page: number, count: number) => `Page ${formatCount(page)} of ${formatCount(count)}`,
} as const;

const STATE_WORDS: Readonly<Record<ThreadState, string>> = {
  audited: "",
  pending: "not audited yet",
  rejected: "rejected",
};

export const roundText = ({ round }: Pick<ClothRow, "round">): string => `Round ${formatCount(round)}`;

export const lossText = ({ loss }: Pick<ClothRow, "loss">): string =>
  loss === null ? "loss unknown" : `loss ${formatLoss(loss)}`;

export const peopleText = (count: number): string =>
  count === 1 ? "1 contributor" : `${formatCount(count)} contributors`;

export const nameText = ({ isOwn, name }: ClothThread): string => (isOwn ? CLOTH_TEXT.you : name);

/** "Amber Heron 27 41.0 %, not audited yet". */
export function threadText(thread: ClothThread): string {
  const word = STATE_WORDS[thread.state];
  const share = `${nameText(thread)} ${formatShare(thread.share)}`;
  return word === "" ? share : `${share}, ${word}`;
}

/** "41.0 %, rejected". */
export const shareText = ({ share, state }: ClothThread): string =>
  state === "rejected" ? STATE_WORDS.rejected : formatShare(share);

/** A whole row, for those who hear it. */
export const rowText = (row: ClothRow): string =>
  `${roundText(row)}, ${lossText(row)}. ${row.threads.map(threadText).join("; ")}`;

/** At the end of a scale: "2.5", "10". */
export const formatCompactLoss = (loss: number): string => String(Number(loss.toPrecision(3)));
