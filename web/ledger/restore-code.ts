/** The link that brings the twelve words to another device, as a QR code. Loaded on demand: it holds the list of words. */
import { linkTextToPhrase, phraseToLinkText } from "../../shared/ledger/identity/phrase.ts";
import type { Parsed } from "../../shared/ledger/parse.ts";
import { type QrCode, qrCodeOf } from "./qr-code.ts";

/** @param page address of this page: the other device opens the same one */
export function restoreLink(phrase: string, page: string): string {
  const { origin, pathname } = new URL(page);
  return `${origin}${pathname}#restore=${phraseToLinkText(phrase)}`;
}

export const restoreCode = (phrase: string, page: string): QrCode => qrCodeOf(restoreLink(phrase, page));

/** @param linkText what stood behind `#restore=` */
export const readRestoreLink = (linkText: string): Parsed<{ readonly phrase: string }> =>
  linkTextToPhrase(linkText);
