import { escapeMarkup } from "../../core/escape-markup.ts";

/** Anything as the content of an element or an attribute in quotes, in XML and SVG. Characters that no XML document may hold become "�". */
export function escapeXml(text: string): string {
  const legal = text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  return escapeMarkup(legal);
}
