/**
 * The certificate: what somebody gave, on a sheet of A4, with the cloth of the rounds that they gave to at its end. It proves nothing by itself, as no
 * picture can; it names what does: the person's key, the newest receipt, and where to check both.
 */
import { CREDIT_VERSION } from "../../shared/ledger/credit-unit.ts";
import { creditText } from "../../shared/ledger/exports/amounts.ts";
import { escapeXml } from "../../shared/ledger/exports/xml.ts";
import type { CertificateView } from "../../worker/ledger-views/rounds.ts";
import { drawCloth } from "../cloth/cloth-drawing.ts";
import { clothRow } from "../cloth/cloth-row.ts";
import { currentCatalog } from "../messages/catalog.ts";
import { directionOf, isLanguage } from "../messages/language.ts";
import { certificateWords, type CertificateWords } from "./text/certificate-text.ts";

/** A4 across at 96 dots an inch. All places are from the inline start. */
const WIDTH = 1123;
const HEIGHT = 794;
const EDGE = 32.5;
const MARGIN = 88;
/** Where the cloth begins, which nothing is written on. */
const STRIP = 968;
const END = STRIP - 44;
const ROOM = END - MARGIN;

/** As light as tokens.css has them; every text is at 7:1 or above. */
const PAPER = "#fbf9f7";
const INK = "#231e1b";
const SOFT = "#4f4944";
const LINE = "#dbd7d2";
const ACCENT = "#1e4c8a";

const TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif";
const SERIF = "ui-serif, 'Iowan Old Style', 'Noto Serif', Georgia, serif";
const MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace";

/** Pixels. Few rows are tall, and the cloth has only begun. */
const MOST_ROW_HEIGHT = 24;

/** @param verifyLink address of the page that checks bundles @returns a document without scripts, fonts or references */
export function certificateSvg(view: CertificateView, verifyLink: string): string {
  const { locale } = currentCatalog();
  const isRtl = isLanguage(locale) && directionOf(locale) === "rtl";
  const words = certificateWords(view, verifyLink);
  const lines = linesOf(words).map((line) => textElement(line, isRtl));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" lang="${escapeXml(locale)}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(words.about)}</title>
<desc id="description">${escapeXml(words.description)}</desc>
<metadata>${escapeXml(JSON.stringify(metadataOf(view, verifyLink)))}</metadata>
<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>
${[
  mirrored(isRtl, [...strip(view), ...[136, 506, 630].map(rule)]),
  mark(isRtl),
  ...lines.filter((line) => line !== ""),
].join("\n")}
</svg>
`;
}

/** For programs: exact numbers. */
function metadataOf(view: CertificateView, verifyLink: string) {
  const { root, flops, pendingFlops, contributions, newestReceipt, rounds } = view;
  const [first, last] = [rounds[0], rounds.at(-1)];
  return {
    creditVersion: CREDIT_VERSION,
    key: root,
    flops,
    credit: creditText(BigInt(flops)),
    pendingFlops,
    contributions,
    newestReceipt,
    cloth: first && last ? { rounds: rounds.length, first: first.commit, last: last.commit } : null,
    verifyLink,
  };
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  /** Where the line ends at `x`. */
  readonly isAtEnd?: boolean;
  readonly weight?: number;
  readonly fill?: string;
  readonly family?: string;
  /** What is set apart in it are digits of a hash. */
  readonly hasHash?: boolean;
  /** Pixels that it may take; by default up to the end. */
  readonly room?: number;
}

const FACT_PLACES = [
  { x: MARGIN, room: 132 },
  { x: MARGIN + 148, room: 124 },
  { x: MARGIN + 288, room: 188 },
  { x: MARGIN + 492, room: ROOM - 492 },
] as const;

function linesOf(words: CertificateWords): readonly Line[] {
  const soft = { x: MARGIN, size: 18, fill: SOFT };
  const small = { x: MARGIN, size: 14, fill: SOFT };
  return [
    { x: MARGIN + 44, y: 108, text: "Tabloom", size: 22, weight: 600, room: 200 },
    { ...soft, x: END, y: 108, text: words.title, isAtEnd: true, room: ROOM - 260 },
    { ...soft, y: 190, text: words.workOf },
    { x: MARGIN, y: 258, text: words.name, size: 56, family: SERIF },
    { ...soft, y: 292, size: 16, text: words.key, hasHash: true },
    { ...soft, y: 340, text: words.what },
    { x: MARGIN, y: 416, text: words.credits, size: 54, weight: 600, fill: ACCENT },
    { x: MARGIN, y: 452, text: words.operations, size: 18 },
    { ...soft, y: 480, size: 16, text: words.pending },
    ...words.facts.flatMap(({ label, values }, index): readonly Line[] => {
      const place = FACT_PLACES[index] ?? FACT_PLACES[0];
      return [
        { ...place, y: 540, text: label, size: 15, fill: SOFT },
        ...values.map((text, line) => ({ ...place, y: 566 + 22 * line, text, size: 17 })),
      ];
    }),
    { ...small, y: 666, text: words.receipt, hasHash: true },
    { ...small, y: 690, text: words.check },
    { ...small, y: 714, text: words.cloth },
    { ...small, y: 738, text: words.noValue, room: ROOM - 180 },
    { ...small, x: END, y: 738, text: words.issued, isAtEnd: true, room: 170 },
  ];
}

/** Widths of characters in their size, rather too wide: most letters and digits; most capitals; and all others, up to an em dash or a Chinese character. */
const NARROW = /[a-ln-vx-zà-ÿ\d .,:/\p{Script=Arabic}]/u;
const MIDDLE = /[A-LN-VX-Z]/u;
const UNSEEN = /[\p{Cf}\p{M}]/u;
const [NARROW_WIDTH, MIDDLE_WIDTH, WIDE_WIDTH] = [0.6, 0.8, 1.1];
/** Below this nobody can read it; what is longer is cut. */
const LEAST_SIZE = 11;

/** In sizes of the type. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => {
    if (UNSEEN.test(character)) return sum;
    if (NARROW.test(character)) return sum + NARROW_WIDTH;
    return sum + (MIDDLE.test(character) ? MIDDLE_WIDTH : WIDE_WIDTH);
  }, 0);

function textElement({ x, y, text, size, room = ROOM, ...style }: Line, isRtl: boolean): string {
  if (text === "") return "";
  const { isAtEnd = false, weight = 400, fill = INK, family = TEXT, hasHash = false } = style;
  const fitting = Math.max(LEAST_SIZE, Math.min(size, Math.floor(room / widthOf(text))));
  const shown = cut(text, room / fitting);
  const place = `x="${isRtl ? WIDTH - x : x}" y="${y}" text-anchor="${isAtEnd ? "end" : "start"}"`;
  const direction = isRtl ? ' direction="rtl"' : "";
  return `<text ${place}${direction} font-family="${family}" font-size="${fitting}" font-weight="${weight}" fill="${fill}">${hasHash ? setHash(escapeXml(shown)) : escapeXml(shown)}</text>`;
}

const setHash = (xml: string): string =>
  xml.replace(/\u2068[^\u2069]*\u2069?/, (hash) => `<tspan font-family="${MONO}">${hash}</tspan>`);

/** @param most in sizes of the type */
function cut(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && widthOf(characters.join("")) + WIDE_WIDTH > most) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** The frame, whose end is cloth. */
function strip({ rounds }: CertificateView): readonly string[] {
  const [top, side] = [EDGE, WIDTH - EDGE];
  const [width, height] = [side - STRIP, HEIGHT - 2 * EDGE];
  const rows = rounds.map(clothRow);
  const rowHeight = Math.min(MOST_ROW_HEIGHT, height / Math.max(1, rows.length));
  const frame = `<rect x="${EDGE}" y="${top}" width="${side - EDGE}" height="${height}" rx="14"`;
  if (rows.length === 0) return [`${frame} fill="none" stroke="${LINE}"/>`];
  return [
    `<clipPath id="frame">${frame}/></clipPath>`,
    `<g clip-path="url(#frame)"><g transform="translate(${STRIP} ${top})">`,
    ...drawCloth(rows, { width: Math.floor(width), height, rowHeight }),
    "</g></g>",
    `${frame} fill="none" stroke="${LINE}"/>`,
  ];
}

const mirrored = (isRtl: boolean, elements: readonly string[]): string =>
  [`<g${isRtl ? ` transform="translate(${WIDTH} 0) scale(-1 1)"` : ""}>`, ...elements, "</g>"].join("\n");

const rule = (y: number): string => `<path d="M${MARGIN} ${y}.5H${END}" stroke="${LINE}"/>`;

/** The woven mark of web/favicon.svg. */
const mark = (isRtl: boolean): string =>
  `<g transform="translate(${isRtl ? WIDTH - MARGIN - 30 : MARGIN} 85) scale(1.25)" fill="none" stroke-width="3.2" stroke-linecap="round">
<path stroke="#6d675f" d="M6 2.5v.6M6 8.9v6.2M6 20.9v.6M12 2.5v7M12 14.5v7M18 2.5v.6M18 8.9v6.2M18 20.9v.6"/>
<path stroke="${ACCENT}" d="M2.5 6h7M14.5 6h7M2.5 12h.6M8.9 12h6.2M20.9 12h.6M2.5 18h7M14.5 18h7"/>
</g>`;
