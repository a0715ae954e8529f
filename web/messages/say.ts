/** What the page says, in the language that is shown. */
import format from "icu-minify/format";
import { cloneElement, createElement, Fragment, type ReactElement, type ReactNode } from "react";
import { findMessage, type MessageId } from "./catalog.ts";
import { datesAs, numbersAs, pluralsAs } from "./intl.ts";

/** Numbers where the message counts, else texts. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** What stands around a part of a message, as an element without children; or in its place, where it draws none. */
export type MessageTags = Readonly<Record<string, ReactElement>>;

/** Without options. Constants, so that what was made from them is found again. */
const PLAIN = {};
const CARDINAL = { type: "cardinal" } as const;

const options = {
  formatters: {
    getNumberFormat: (_: unknown, style: Intl.NumberFormatOptions = PLAIN) => numbersAs(style),
    getDateTimeFormat: (_: unknown, style: Intl.DateTimeFormatOptions = PLAIN) => datesAs(style),
    getPluralRules: () => pluralsAs(CARDINAL),
  },
};

export function say(id: MessageId, values: MessageValues = PLAIN): string {
  const { message, locale } = findMessage(id);
  return String(format(message, locale, values, options));
}

/** A message with links, emphasis or live values in it. */
export function sayWith(id: MessageId, tags: MessageTags, values: MessageValues = PLAIN): ReactNode {
  const { message, locale } = findMessage(id);
  const wrap = (element: ReactElement) => (parts: ReactNode[]) => cloneElement(element, undefined, ...parts);
  const wraps = Object.entries(tags).map(([name, element]) => [name, wrap(element)] as const);
  const said = format<ReactNode>(message, locale, { ...values, ...Object.fromEntries(wraps) }, options);
  return createElement(Fragment, null, ...(Array.isArray(said) ? said : [said])); // as children they need no keys
}
