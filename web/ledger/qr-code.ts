/** Texts as QR codes, made here: no server ever sees them. */
// oxlint-disable-next-line import/no-named-as-default -- its types know no other
import qrcode from "qrcode-generator";

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

export function qrCodeOf(text: string): QrCode {
  const code = qrcode(ANY_SIZE, "M");
  code.addData(text);
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
