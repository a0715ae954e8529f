/** Answers that are made, not read from files. */

/** The part of a request that an answer may depend on: bounded, and in no way trusted. */
export interface Asked {
  readonly query: URLSearchParams;
  /** Where Tabloom is served, as visitors see it; null when the request names no host that could be one. */
  readonly address: string | null;
}

export interface Answer {
  /** 200 by default. */
  readonly status?: number;
  readonly type: string;
  readonly body: string;
  /** How long others may keep it; by default not at all. */
  readonly maxAgeSeconds?: number;
}

/** Tabs in this room now. */
export type CountTabs = (room: string) => number;

export type MadeAnswer = (asked: Asked) => Answer | Promise<Answer>;

export const JSON_TYPE = "application/json; charset=utf-8";

export const jsonAnswer = (value: unknown, rest: Partial<Answer> = {}): Answer => ({
  type: JSON_TYPE,
  body: JSON.stringify(value),
  ...rest,
});

/** One sentence for whoever has asked for something else than there is. */
export const refusal = (status: number, sentence: string): Answer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${sentence}\n`,
});

export const UNKNOWN_PROJECT = refusal(
  400,
  "The parameter project must be what follows ?project= in a share link: a name or 64 hexadecimal digits.",
);
