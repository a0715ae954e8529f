/** The link that brings the twelve words to another device, as a QR code. Loaded on demand: it holds the list of words. */
// oxlint-disable-next-line import/no-named-as-default -- its types know no other
import qrcode from "qrcode-generator";
import { linkTextToPhrase, phraseToLinkText } from "../../shared/ledger/identity/phrase.ts";
import type { Parsed } from "../../shared/ledger/parse.ts";

export interface QrCode {
  /** Modules of a side, with the empty margin that cameras need. */
  readonly size: number;
  /** SVG path of the dark modules. */
  readonly path: string;
}

/** Modules, as ISO 18004 asks. */
const MARGIN = 4;
/** The smallest code that holds the text. */
const ANY_SIZE = 0;

/** @param page address of this page: the other device opens the same one */
export function restoreLink(phrase: string, page: string): string {
  const { origin, pathname } = new URL(page);
  return `${origin}${pathname}#restore=${phraseToLinkText(phrase)}`;
}

export function restoreCode(phrase: string, page: string): QrCode {
  const code = qrcode(ANY_SIZE, "M");
  code.addData(restoreLink(phrase, page));
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
    }
  }
  return { size: count + 2 * MARGIN, path };
}

/** @param linkText what stood behind `#restore=` */
export const readRestoreLink = (linkText: string): Parsed<{ readonly phrase: string }> =>
  linkTextToPhrase(linkText);
