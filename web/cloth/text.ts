/** Everything that the cloth says of rounds and of those who gave to them. */
import type { MessageId } from "../messages/catalog.ts";
import { numbersAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss, formatShare } from "../text/format.ts";
import type { ClothRow, ClothThread, ThreadState } from "./cloth-row.ts";

/** What is audited needs no word. */
const STATE_WORDS: Readonly<Record<ThreadState, MessageId | null>> = {
  audited: null,
  pending: "cloth.state.pending",
  rejected: "cloth.state.rejected",
};

/** Of the picture, for those who cannot see it. */
export const pictureText = (rows: readonly ClothRow[]): string =>
  say("cloth.picture", {
    count: rows.length,
    first: formatCount(rows[0]?.round ?? 0),
    last: formatCount(rows.at(-1)?.round ?? 0),
  });

export const roundText = ({ round }: Pick<ClothRow, "round">): string =>
  say("cloth.round", { round: formatCount(round) });

export const lossText = ({ loss }: Pick<ClothRow, "loss">): string =>
  loss === null ? say("cloth.loss-unknown") : say("cloth.loss-is", { loss: formatLoss(loss) });

export const peopleText = (count: number): string => say("cloth.people", { count });

export const nameText = ({ isOwn, name }: ClothThread): string => (isOwn ? say("cloth.you") : name);

/** "Amber Heron 27 41.0 %, not audited yet". */
export function threadText(thread: ClothThread): string {
  const word = STATE_WORDS[thread.state];
  const given = `${nameText(thread)} ${formatShare(thread.share)}`;
  return word === null ? given : say("cloth.thread-state", { thread: given, state: say(word) });
}

/** "41.0 %", or "rejected". */
export const shareText = ({ share, state }: ClothThread): string =>
  state === "rejected" ? say("cloth.state.rejected") : formatShare(share);

/** All threads of a row. */
export const threadsText = ({ threads }: ClothRow): string => threads.map(threadText).join("; ");

/** A whole row, for those who hear it. */
export const rowText = (row: ClothRow): string =>
  say("cloth.row", { round: roundText(row), loss: lossText(row), people: threadsText(row) });

/** At the end of a scale: "2.5", "10". */
export const formatCompactLoss = (loss: number): string => numbersAs(SCALE).format(loss);

const SCALE = { maximumSignificantDigits: 3 };
