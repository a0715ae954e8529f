/** Structured logs: one JSON object per line. Nobody's network address is written, at any level. */

const LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LEVELS)[number];
export const LOG_LEVELS: readonly LogLevel[] = LEVELS;

export type LogFields = Readonly<Record<string, string | number>>;
/** @param event what happened, in kebab case */
export type Log = (level: Exclude<LogLevel, "silent">, event: string, fields?: LogFields) => void;

export function createLog(lowest: LogLevel, write: (line: string) => void): Log {
  return (level, event, fields) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(lowest)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  };
}
