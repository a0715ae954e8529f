/** The widget for programs that turn a link into what it leads to (https://oembed.com, version 1.0, JSON alone). */
import type { IncomingMessage, ServerResponse } from "node:http";
import { roomOfLink } from "../shared/protocol/built-in-rooms.ts";
import { OEMBED_PATH } from "../shared/protocol/embed.ts";
import { iframeSnippet, pageAddress, plainHeight } from "../shared/protocol/embed-snippet.ts";
import { FRAME_TITLE, type FrameSize, frameSizeNamed, WIDE_BAR } from "../shared/protocol/frame-look.ts";
import { type Answer, type Asked, jsonAnswer, refusal } from "./answer.ts";
import { addressOf, type AddressOptions } from "./server-address.ts";

const MAX_URL_CHARACTERS = 1_000;
/** Nothing but a new version of Tabloom changes an answer. */
const OEMBED_SECONDS = 3_600;
/** From the one that says most to the smallest. */
const BY_PREFERENCE: readonly FrameSize[] = ["card", "bar", "button"];
/** CSS pixels. A bar is as wide as its place, but an answer must know a number. */
const NARROWEST: Readonly<Record<FrameSize, number>> = { button: 240, bar: 240, card: 360 };
const WIDEST: Readonly<Record<FrameSize, number>> = { button: 240, bar: WIDE_BAR, card: 360 };

export function answerOembed({ query, address }: Asked): Answer {
  const format = query.get("format") ?? "json";
  if (format !== "json") return refusal(501, "Only format=json can be answered.");
  if (address === null) return refusal(400, "The header Host must name this server.");
  const link = readLink(query.get("url") ?? "", address);
  if (link === null)
    return refusal(404, "The parameter url must be the address of a page or a widget of this server.");
  const maxWidth = readBound(query.get("maxwidth"));
  const maxHeight = readBound(query.get("maxheight"));
  const common = {
    version: "1.0",
    title: FRAME_TITLE,
    provider_name: "Tabloom",
    provider_url: link.base,
    cache_age: OEMBED_SECONDS,
  };
  const size = [link.size, ...BY_PREFERENCE].find(
    (size) => maxWidth >= NARROWEST[size] && maxHeight >= plainHeight(size, maxWidth),
  );
  // Smaller than the smallest widget: a title with a link is all that there is room for.
  if (size === undefined) return jsonAnswer({ ...common, type: "link" }, { maxAgeSeconds: OEMBED_SECONDS });
  const width = Math.min(WIDEST[size], maxWidth);
  const html = iframeSnippet(link.base, { project: link.project, size }, width);
  const body = { ...common, type: "rich", width, height: plainHeight(size, width), html };
  return jsonAnswer(body, { maxAgeSeconds: OEMBED_SECONDS });
}

/** Tells programs that know only the page's address where the above is. */
export function nameOembed(
  request: IncomingMessage,
  response: ServerResponse,
  options: AddressOptions,
): void {
  const address = addressOf(request, options);
  if (address === null) return;
  const project = new URLSearchParams((request.url ?? "").split("?")[1] ?? "").get("project");
  const page = pageAddress(address, roomOfLink(project) === null ? null : project);
  const link = new URL(`.${OEMBED_PATH}`, address);
  link.search = new URLSearchParams({ url: page, format: "json" }).toString();
  response.setHeader(
    "Link",
    `<${link.href}>; rel="alternate"; type="application/json+oembed"; title="${FRAME_TITLE}"`,
  );
}

interface Link {
  /** Where Tabloom is served, ends in a slash. */
  readonly base: string;
  readonly project: string | null;
  readonly size: FrameSize;
}

/** What of ours this address leads to. */
function readLink(text: string, address: string): Link | null {
  if (text.length > MAX_URL_CHARACTERS || !URL.canParse(text)) return null;
  const url = new URL(text);
  const base = new URL(address);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb || url.host !== base.host || `${url.username}${url.password}` !== "") return null;
  const pages = ["", "index.html", "embed", "embed.html"].map((page) => `${base.pathname}${page}`);
  const project = url.searchParams.get("project") || null;
  if (!pages.includes(url.pathname) || roomOfLink(project) === null) return null;
  // Who asks by TLS is served by TLS, although a proxy may have kept that to itself.
  if (url.protocol === "https:") base.protocol = "https:";
  return { base: base.href, project, size: frameSizeNamed(url.searchParams.get("size")) };
}

/** Pixels; what is no number counts as not said. */
function readBound(text: string | null): number {
  return /^\d{1,6}$/.test(text ?? "") ? Number(text) : Number.POSITIVE_INFINITY;
}
