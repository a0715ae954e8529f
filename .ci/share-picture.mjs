/**
 * The picture that other sites show for a link to the page: the name, and a cloth woven of invented rounds, of which the loss falls. Always the same.
 * .ci/share-image.mjs makes web/public/share-image.png of it.
 */
import { createHash } from "node:crypto";
import { drawCloth } from "../web/cloth/cloth-drawing.ts";
import { widthsOf } from "../web/cloth/cloth-layout.ts";
import { drawLoss } from "../web/cloth/cloth-svg.ts";

/** What sites expect of a large picture: 1.91 to 1. */
export const PICTURE = { width: 1200, height: 630 };
const CLOTH_TOP = 238;
const ROW_HEIGHT = 16;
const MARGIN = 64;
const ROUNDS = 23;
/** Newest rounds that nobody has audited. */
const PENDING = 4;

/** First bytes of the keys of those who weave, which give hue and place; when they come and go, in rounds; and how fast they are. */
const WEAVERS = [
  { key: 0x0c, from: 0, to: 99, speed: 3.2 },
  { key: 0x2e, from: 5, to: 15, speed: 2 },
  { key: 0x52, from: 2, to: 99, speed: 2.4 },
  { key: 0x7a, from: 9, to: 99, speed: 1.5 },
  { key: 0x9e, from: 0, to: 11, speed: 2.6 },
  { key: 0xb4, from: 0, to: 99, speed: 1.7 },
  { key: 0xd2, from: 13, to: 99, speed: 2.2 },
  { key: 0xf0, from: 4, to: 20, speed: 1.6 },
];

/** @param {string} label */
const hashOf = (label) => createHash("sha256").update(label).digest("hex");
/** 0 … 1, the same for the same label. @param {string} label */
const chance = (label) => Number.parseInt(hashOf(label).slice(0, 8), 16) / 0xffff_ffff;

/** @param {number} round @returns {import("../web/cloth/cloth-row.ts").ClothRow} */
function rowOf(round) {
  const here = WEAVERS.filter(({ from, to }) => round >= from && round < to).map(({ key, speed }) => ({
    key,
    tokens: speed * (0.9 + 0.2 * chance(`${key} ${round}`)),
  }));
  const all = here.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    round,
    commit: hashOf(`commit ${round}`),
    at: round,
    loss: 1.4 + 7.2 / (1 + round / 2.6) + 0.12 * chance(`loss ${round}`),
    threads: here.map(({ key, tokens }) => ({
      who: key.toString(16).padStart(2, "0").padEnd(64, "0"),
      name: "",
      share: tokens / all,
      state: round >= ROUNDS - PENDING ? "pending" : "audited",
      audit: null,
      isOwn: key === 0xb4,
    })),
  };
}

/** @returns {string} an SVG document */
export function sharePicture() {
  const { width, height } = PICTURE;
  const rows = Array.from({ length: ROUNDS }, (_, round) => rowOf(round));
  const widths = widthsOf(width - MARGIN, 1);
  const cloth = { width: MARGIN + widths.cloth, height: height - CLOTH_TOP, rowHeight: ROW_HEIGHT };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#fbf9f7"/>`,
    `<g transform="translate(${MARGIN} 60) scale(3.2)" fill="none" stroke-width="3.2" stroke-linecap="round">`,
    '<path stroke="#6d675f" d="M6 2.5v.6M6 8.9v6.2M6 20.9v.6M12 2.5v7M12 14.5v7M18 2.5v.6M18 8.9v6.2M18 20.9v.6"/>',
    '<path stroke="#1e4c8a" d="M2.5 6h7M14.5 6h7M2.5 12h.6M8.9 12h6.2M20.9 12h.6M2.5 18h7M14.5 18h7"/>',
    "</g>",
    text(MARGIN + 104, 126, 76, 700, "#231e1b", "Tabloom"),
    text(MARGIN, 192, 34, 400, "#4f4944", "Train an open AI model together, in your browser."),
    `<g transform="translate(0 ${CLOTH_TOP})">`,
    ...drawCloth(rows, cloth),
    `<g transform="translate(${MARGIN} 0)">${drawLoss(rows, widths, ROW_HEIGHT)}</g>`,
    "</g></svg>",
    "",
  ].join("\n");
}

/** @param {number} x @param {number} y @param {number} size @param {number} weight @param {string} fill @param {string} words without markup */
const text = (x, y, size, weight, fill, words) =>
  `<text x="${x}" y="${y}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" font-size="${size}" font-weight="${weight}" fill="${fill}">${words}</text>`;
