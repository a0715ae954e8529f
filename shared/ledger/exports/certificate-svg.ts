/**
 * The certificate: what somebody gave, on a sheet of A4. It proves nothing by itself, as no picture can; it names what does: the person's key, the newest receipt,
 * and where to check both.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import { formatCount, shorten } from "../../data/wording.ts";
import { CREDIT_VERSION } from "../credit-unit.ts";
import { fingerprintOf } from "../identity/pseudonym.ts";
import { creditText, formatCredit, formatOperations } from "./amounts.ts";
import { escapeXml } from "./xml.ts";

export interface CertificateFacts {
  readonly root: PeerId;
  /** Chosen, or generated from the key. */
  readonly name: string;
  /** Operations that count for good; credit is computed from them. */
  readonly flops: bigint;
  /** Operations that may still be found false. */
  readonly pendingFlops: bigint;
  readonly contributions: number;
  readonly activeHours: number;
  /** "14–22 Nov 2026"; empty before the first contribution counts. */
  readonly period: string;
  /** Their names, those with most work first. */
  readonly projects: readonly string[];
  readonly newestReceipt: Hash | null;
  /** Address of the page that checks bundles. */
  readonly verifyLink: string;
  /** "22 Nov 2026". */
  readonly issued: string;
}

/** A4 across at 96 dots an inch. */
const WIDTH = 1123;
const HEIGHT = 794;
const MARGIN = 88;
const RIGHT = WIDTH - MARGIN;

const PAPER = "#fbf9f6";
const INK = "#2b2622";
const SOFT = "#5f5952";
const LINE = "#d8d3cc";
const ACCENT = "#2c5aa0";

const TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif";
const SERIF = "ui-serif, 'Iowan Old Style', 'Noto Serif', Georgia, serif";
const MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace";

/** Widths of characters in their size, rather too wide: small letters, digits and spaces; and all others, up to an em dash or a Chinese character. */
const NARROW_WIDTH = 0.65;
const WIDE_WIDTH = 1.1;
const NAME_SIZE = 56;
const SHOWN_PROJECTS = 3;
const PROJECT_CHARACTERS = 34;
const LINK_CHARACTERS = 96;

export function certificateSvg(facts: CertificateFacts): string {
  const { name, root, flops, verifyLink } = facts;
  const nameSize = Math.min(NAME_SIZE, Math.floor((RIGHT - MARGIN) / widthOf(name)));
  const lines = [
    mark(),
    text(MARGIN + 44, 116, "Tabloom", { size: 22, weight: 600 }),
    text(RIGHT, 116, "Certificate of contribution", { size: 18, fill: SOFT, anchor: "end" }),
    rule(146),
    text(MARGIN, 214, "This certifies what", { size: 18, fill: SOFT }),
    text(MARGIN, 282, name, { size: nameSize, family: SERIF }),
    text(MARGIN, 318, `key ${fingerprintOf(root)}`, { size: 16, fill: SOFT, family: MONO }),
    text(MARGIN, 368, "gave to open models, computed in the tabs of a browser:", { size: 18, fill: SOFT }),
    text(MARGIN, 448, `${formatCredit(flops)} credits`, { size: 54, weight: 600, fill: ACCENT }),
    text(MARGIN, 486, `${formatOperations(flops)} of training that went into a model`, { size: 18 }),
    ...pendingLine(facts),
    rule(546),
    ...factLines(facts),
    rule(650),
    ...proofLines(facts),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(`Certificate of contribution: ${name}`)}</title>
<desc id="description">${escapeXml(`${formatCredit(flops)} credits, to be checked at ${verifyLink}`)}</desc>
<metadata>${escapeXml(JSON.stringify(metadataOf(facts)))}</metadata>
<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>
<rect x="32.5" y="32.5" width="${WIDTH - 65}" height="${HEIGHT - 65}" rx="14" fill="none" stroke="${LINE}"/>
${lines.join("\n")}
</svg>
`;
}

/** In sizes of the type. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => {
    return sum + (/[\p{Ll}\d ]/u.test(character) ? NARROW_WIDTH : WIDE_WIDTH);
  }, 0);
}

/** For programs: exact numbers. */
function metadataOf({
  root,
  flops,
  pendingFlops,
  contributions,
  newestReceipt,
  verifyLink,
}: CertificateFacts) {
  return {
    creditVersion: CREDIT_VERSION,
    key: root,
    flops: flops.toString(),
    credit: creditText(flops),
    pendingFlops: pendingFlops.toString(),
    contributions,
    newestReceipt,
    verifyLink,
  };
}

function pendingLine({ pendingFlops }: CertificateFacts): readonly string[] {
  if (pendingFlops === 0n) return [];
  const words = `${formatCredit(pendingFlops)} more are pending until they have been audited.`;
  return [text(MARGIN, 518, words, { size: 16, fill: SOFT })];
}

function factLines({ contributions, activeHours, period, projects }: CertificateFacts): readonly string[] {
  const columns: readonly (readonly [x: number, label: string, value: string])[] = [
    [MARGIN, "Contributions", formatCount(contributions)],
    [MARGIN + 190, "Active hours", formatCount(activeHours)],
    [MARGIN + 340, "Period", period === "" ? "–" : period],
    [MARGIN + 600, projects.length === 1 ? "Project" : "Projects", projectList(projects)],
  ];
  return columns.flatMap(([x, label, value]) => [
    text(x, 588, label, { size: 15, fill: SOFT }),
    text(x, 616, value, { size: 18 }),
  ]);
}

function projectList(projects: readonly string[]): string {
  const more = projects.length - SHOWN_PROJECTS;
  const list = projects.slice(0, SHOWN_PROJECTS).join(", ") || "–";
  return more > 0
    ? `${shorten(list, PROJECT_CHARACTERS - 12)} and ${more} more`
    : shorten(list, PROJECT_CHARACTERS);
}

function proofLines({ newestReceipt, verifyLink, issued }: CertificateFacts): readonly string[] {
  const receipt =
    newestReceipt === null ? [] : [text(MARGIN, 686, `Newest receipt ${newestReceipt}`, SMALL_MONO)];
  return [
    ...receipt,
    text(MARGIN, 710, `Check it: ${shorten(verifyLink, LINK_CHARACTERS)}`, { size: 14, fill: SOFT }),
    text(MARGIN, 734, "Credit has no monetary value.", { size: 14, fill: SOFT }),
    text(RIGHT, 734, issued, { size: 14, fill: SOFT, anchor: "end" }),
  ];
}

interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly family?: string;
  readonly anchor?: "start" | "end";
}

const SMALL_MONO: TextStyle = { size: 14, fill: SOFT, family: MONO };

function text(x: number, y: number, content: string, style: TextStyle): string {
  const { size, weight = 400, fill = INK, family = TEXT, anchor = "start" } = style;
  return `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escapeXml(content)}</text>`;
}

function rule(y: number): string {
  return `<path d="M${MARGIN} ${y}.5H${RIGHT}" stroke="${LINE}"/>`;
}

/** The woven mark of web/favicon.svg. */
function mark(): string {
  return `<g transform="translate(${MARGIN} 93) scale(1.25)" fill="none" stroke-width="3.2" stroke-linecap="round">
<path stroke="#6d675f" d="M6 2.5v.6M6 8.9v6.2M6 20.9v.6M12 2.5v7M12 14.5v7M18 2.5v.6M18 8.9v6.2M18 20.9v.6"/>
<path stroke="${ACCENT}" d="M2.5 6h7M14.5 6h7M2.5 12h.6M8.9 12h6.2M20.9 12h.6M2.5 18h7M14.5 18h7"/>
</g>`;
}
