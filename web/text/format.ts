/** Numbers as people read them: always with a unit, with a width that changes as little as possible. */

const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compactCounts = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 1204 → "1,204". */
export const formatCount = (count: number): string => counts.format(count);

/** "12,000", but "1.2M" from 100,000 on: for the axis of a chart. */
export const formatCompactCount = (count: number): string =>
  count < 100_000 ? counts.format(count) : compactCounts.format(count);

/** Four significant digits, at least: "1.892", "12.34", "0.004213", "1,204". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  const size = Math.abs(loss);
  if (size >= 1000) return formatCount(loss);
  if (size >= 100) return loss.toFixed(1);
  if (size >= 10) return loss.toFixed(2);
  if (size >= 0.1 || size === 0) return loss.toFixed(3);
  return size >= 1e-6 ? loss.toFixed(3 - Math.floor(Math.log10(size))) : loss.toExponential(3);
}

/** 3765.2 → "3,765"; below ten one decimal. */
export const formatRate = (perSecond: number): string =>
  perSecond >= 10 ? formatCount(perSecond) : perSecond.toFixed(1);

/** Value and unit apart, because the unit is set smaller: "204" "ms", "1.32" "s". */
export function splitDuration(durationMs: number): { readonly value: string; readonly unit: string } {
  if (durationMs >= SECOND_MS) return { value: (durationMs / SECOND_MS).toFixed(2), unit: "s" };
  return { value: durationMs >= 10 ? durationMs.toFixed(0) : durationMs.toFixed(1), unit: "ms" };
}

/** 0.972 → "97.2 %". */
export const formatShare = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** 0.346 → "34 %": of something that goes on, so that 100 % is only said when it is done. */
export const formatPercent = (share: number): string => `${Math.floor(share * 100)} %`;

/** Decimal units, as file managers show them: "1.1 MB". */
export function formatFileSize(sizeBytes: number): string {
  const { value, unit } = splitFileSize(sizeBytes);
  return `${value} ${unit}`;
}

/** Value and unit apart, because the unit is set smaller. */
export function splitFileSize(sizeBytes: number): { readonly value: string; readonly unit: string } {
  if (sizeBytes >= 1e9) return { value: (sizeBytes / 1e9).toFixed(1), unit: "GB" };
  if (sizeBytes >= 1e6) return { value: (sizeBytes / 1e6).toFixed(1), unit: "MB" };
  if (sizeBytes >= 1e3) return { value: String(Math.round(sizeBytes / 1e3)), unit: "kB" };
  return { value: String(sizeBytes), unit: sizeBytes === 1 ? "byte" : "bytes" };
}

/** The first eight digits of a hash or a device: enough to tell a few apart by eye. */
export const formatHash = (hash: string): string => hash.slice(0, 8);

/** "just now", "40 s ago", "3 min ago", "2 hours ago", "5 days ago". A clock that was set back counts as now. */
export function formatAge(ageMs: number): string {
  if (ageMs < 5 * SECOND_MS) return "just now";
  if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / SECOND_MS)} s ago`;
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min ago`;
  if (ageMs < DAY_MS) return plural(Math.floor(ageMs / HOUR_MS), "hour");
  return plural(Math.floor(ageMs / DAY_MS), "day");
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"} ago`;

/**
 * Loss on a human scale: an average surprise of `nats` equals that of guessing among e^nats equally likely choices.
 * Source: perplexity, Jelinek et al. 1977.
 */
export function formatChoices(nats: number): string {
  const choices = Math.exp(nats);
  return choices >= 100 ? formatCompactCount(choices) : choices.toFixed(1);
}
