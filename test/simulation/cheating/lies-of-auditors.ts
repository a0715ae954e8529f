/** What auditors say who replay nothing. */
import type { PeerId } from "../../../shared/core/ids.ts";
import { DRAWN_RANKS } from "../../../shared/ledger/accounts/audit-draw.ts";
import { type Lies, MATCH, type Subject } from "./lying-auditor.ts";

const silent = (): null => null;

/** Everything is true that credit is paid for. @param from round after which it lies */
export function lazy(from: number): Lies {
  return { judge: ({ rank, round }) => (round > from && rank < DRAWN_RANKS ? MATCH : null), answer: silent };
}

/** Everything is true that an accomplice has done. */
export function loyal(from: number, isAccomplice: (device: PeerId) => boolean): Lies {
  return {
    judge: ({ rank, round, device }) =>
      round > from && rank < DRAWN_RANKS && isAccomplice(device) ? MATCH : null,
    answer: silent,
  };
}

/** What others have done is wrong in the first window, as all accomplices will say. */
export function accusing(from: number, isVictim: (subject: Subject) => boolean): Lies {
  return {
    judge: (subject) => (subject.round > from && isVictim(subject) ? { answer: 0, refutes: [] } : null),
    answer: silent,
  };
}

/** Auditors have made up their verdicts, as all accomplices will say; once of each and contribution, or they would answer each other for ever. */
export function refuting(from: number, isVictim: (device: PeerId) => boolean, roundNow: () => number): Lies {
  const answered = new Set<string>();
  return {
    judge: silent,
    answer: ({ record, content: { device, body } }) => {
      const subject = `${device} ${body.contribution}`;
      if (roundNow() <= from || !isVictim(device) || answered.has(subject)) return null;
      answered.add(subject);
      return { answer: body.result === "match" ? "match" : body.window, refutes: [record.hash] };
    },
  };
}
