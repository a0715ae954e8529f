/** Numbers as people read them: always with a unit, with a width that changes as little as possible. */
import { numbersAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";

const WHOLE = { maximumFractionDigits: 0 };
const COMPACT = { notation: "compact", maximumFractionDigits: 1 } as const;
/** By the number of digits behind the point. */
const FIXED = Array.from({ length: 10 }, (_, digits) => ({
  minimumFractionDigits: digits,
  maximumFractionDigits: digits,
}));

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 1204 → "1,204". */
export const formatCount = (count: number): string => numbersAs(WHOLE).format(count);

/** "1.2M". */
export const formatCompact = (count: number): string => numbersAs(COMPACT).format(count);

/** 2.5 → "2.50" for two digits. @param digits behind the point, up to 9 */
export const formatFixed = (value: number, digits: number): string =>
  numbersAs(FIXED[digits] ?? WHOLE).format(value);

/** "12,000", but "1.2M" from 100,000 on: for the axis of a chart. */
export const formatCompactCount = (count: number): string =>
  count < 100_000 ? formatCount(count) : formatCompact(count);

/** Four significant digits, at least: "1.892", "12.34", "0.004213", "1,204". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  const size = Math.abs(loss);
  return size >= 1e-6 || size === 0 ? formatFixed(loss, lossDigits(loss)) : loss.toExponential(3);
}

/** Behind the point, so that four digits count. */
export function lossDigits(loss: number): number {
  const size = Math.abs(loss);
  if (size >= 1000) return 0;
  const isSmall = size >= 1e-6 && size < 0.1;
  return 3 - Math.floor(Math.log10(isSmall ? size : Math.max(size, 1)));
}

/** 3765.2 → "3,765"; below ten one decimal. */
export const formatRate = (perSecond: number): string =>
  perSecond >= 10 ? formatCount(perSecond) : formatFixed(perSecond, 1);

/** Value and unit apart, because the unit is set smaller. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** "204" "ms", "1.32" "s". */
export function splitDuration(durationMs: number): Quantity {
  if (durationMs >= SECOND_MS)
    return { value: formatFixed(durationMs / SECOND_MS, 2), unit: say("unit.second") };
  return { value: formatFixed(durationMs, durationMs >= 10 ? 0 : 1), unit: say("unit.millisecond") };
}

/** 4231 → "4.2 s". */
export const formatSeconds = (durationMs: number): string =>
  say("unit.size", { value: formatFixed(durationMs / SECOND_MS, 1), unit: say("unit.second") });

/** 0.972 → "97.2 %". */
export const formatShare = (share: number): string =>
  say("unit.percent", { value: formatFixed(share * 100, 1) });

/** 0.346 → "34 %": of something that goes on, so that 100 % is only said when it is done. */
export const formatPercent = (share: number): string =>
  say("unit.percent", { value: formatCount(Math.floor(share * 100)) });

/** Decimal units, as file managers show them: "1.1 MB". */
export const formatFileSize = (sizeBytes: number): string =>
  say("unit.size", { ...splitFileSize(sizeBytes) });

/** What is estimated, without digits that nobody knows: "52 MB". */
export const formatAboutSize = (sizeBytes: number): string =>
  say("unit.size", { ...splitFileSize(sizeBytes, 0) });

/** A length that somebody has set: "10 s", "2.5 s". */
export const formatRoundSeconds = (durationMs: number): string =>
  say("unit.size", {
    value: formatFixed(durationMs / SECOND_MS, durationMs % SECOND_MS === 0 ? 0 : 1),
    unit: say("unit.second"),
  });

/** A size that somebody has set, in whole megabytes: "100 MB". */
export const formatRoundSize = (sizeBytes: number): string =>
  say("unit.size", { value: formatCount(sizeBytes / 1e6), unit: say("unit.megabytes") });

/** @param digits behind the point of megabytes */
export function splitFileSize(sizeBytes: number, digits = 1): Quantity {
  if (sizeBytes >= 1e9) return { value: formatFixed(sizeBytes / 1e9, 1), unit: say("unit.gigabytes") };
  if (sizeBytes >= 1e6) return { value: formatFixed(sizeBytes / 1e6, digits), unit: say("unit.megabytes") };
  if (sizeBytes >= 1e3) return { value: formatCount(sizeBytes / 1e3), unit: say("unit.kilobytes") };
  return { value: formatCount(sizeBytes), unit: say("unit.bytes", { count: sizeBytes }) };
}

/** The first eight digits of a hash or a device: enough to tell a few apart by eye. */
export const formatHash = (hash: string): string => hash.slice(0, 8);

/** "just now", "40 s ago", "3 min ago", "2 hours ago", "5 days ago". A clock that was set back counts as now. */
export function formatAge(ageMs: number): string {
  if (ageMs < 5 * SECOND_MS) return say("age.now");
  if (ageMs < MINUTE_MS) return say("age.seconds", { count: Math.floor(ageMs / SECOND_MS) });
  if (ageMs < HOUR_MS) return say("age.minutes", { count: Math.floor(ageMs / MINUTE_MS) });
  if (ageMs < DAY_MS) return say("age.hours", { count: Math.floor(ageMs / HOUR_MS) });
  return say("age.days", { count: Math.floor(ageMs / DAY_MS) });
}

/**
 * Loss on a human scale: an average surprise of `nats` equals that of guessing among e^nats equally likely choices.
 * Source: perplexity, Jelinek et al. 1977.
 */
export function formatChoices(nats: number): string {
  const choices = Math.exp(nats);
  return choices >= 100 ? formatCompactCount(choices) : formatFixed(choices, 1);
}
