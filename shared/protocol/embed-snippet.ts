/**
 * The lines that a site owner copies: markup that shows the widget, and headers that allow it. Everything that comes from outside is
 * escaped for where it stands. `base` is the address where Tabloom is served and ends in a slash, such as "https://example.org/".
 */
import { escapeMarkup } from "../core/escape-markup.ts";
import { BADGE_PATH, FRAME_PATH, LOADER_PATH } from "./embed.ts";
import {
  FRAME_ALLOW,
  FRAME_FEATURES,
  FRAME_SANDBOX,
  FRAME_SIZES,
  type FrameSize,
  FRAME_TITLE,
  WIDE_BAR,
} from "./frame-look.ts";

/** What is absent is not written, and then the frame decides. */
export interface EmbedChoice {
  /** As in `?project=`; null or absent: the main project. */
  readonly project?: string | null;
  readonly size: FrameSize;
  readonly theme?: "auto" | "light" | "dark";
  /** A BCP 47 tag. Absent: the visitor's. */
  readonly lang?: string | null;
  /** Megabytes an hour, at most; only less than the widget's own bound changes anything. */
  readonly cap?: number | null;
}

/** The page of a project, for people. */
export function pageAddress(base: string, project: string | null | undefined): string {
  return addressWith(base, "/", { project });
}

export function frameAddress(base: string, { project, size, theme, lang, cap }: EmbedChoice): string {
  return addressWith(base, FRAME_PATH, { project, size, theme: theme === "auto" ? null : theme, lang, cap });
}

export function badgeAddress(base: string, project: string | null | undefined): string {
  return addressWith(base, BADGE_PATH, { project });
}

/**
 * Needs no script on the host's page.
 * @param width in pixels; absent: the size's own. Without a script the frame cannot grow on a narrow page, so it has the height for one from the start.
 */
export function iframeSnippet(base: string, choice: EmbedChoice, width?: number): string {
  const look = FRAME_SIZES[choice.size];
  return element("iframe", {
    src: frameAddress(base, choice),
    width: width === undefined ? look.width.replace("px", "") : String(width),
    height: String(plainHeight(choice.size, width ?? 0)),
    loading: "lazy",
    referrerpolicy: "origin",
    sandbox: FRAME_SANDBOX,
    allow: FRAME_ALLOW,
    title: FRAME_TITLE,
    style: "border:0",
  });
}

/** @param width that the frame is sure to have, in pixels */
export function plainHeight(size: FrameSize, width: number): number {
  const { height, narrowHeight } = FRAME_SIZES[size];
  return width < WIDE_BAR ? narrowHeight : height;
}

/** @param integrity of the loader, as the build prints it: "sha384-…" */
export function loaderSnippet(base: string, choice: EmbedChoice, integrity: string): string {
  const { project, size, theme, lang, cap } = choice;
  const script = element("script", {
    async: "",
    src: addressWith(base, LOADER_PATH, {}),
    integrity,
    crossorigin: "anonymous",
  });
  const attributes = { project, size, theme: theme === "auto" ? null : theme, lang, cap: cap?.toString() };
  return `${script}\n${element("tabloom-donate", attributes, linkSnippet(base, project))}`;
}

/** For pages and readers without scripts and frames. */
export function linkSnippet(base: string, project: string | null | undefined): string {
  return element("a", { href: pageAddress(base, project) }, FRAME_TITLE);
}

/** @param alt for those who do not see it */
export function badgeSnippet(base: string, project: string | null | undefined): string {
  const image = `<img src="${escapeMarkup(badgeAddress(base, project))}" alt="${FRAME_TITLE}">`;
  return element("a", { href: pageAddress(base, project) }, image);
}

/** The same for a README. Addresses hold no brackets: they are percent-encoded. */
export function badgeMarkdown(base: string, project: string | null | undefined): string {
  return `[![${FRAME_TITLE}](${badgeAddress(base, project)})](${pageAddress(base, project)})`;
}

/** Sources that a page with a Content-Security-Policy adds to its directives. @param hasLoader the plain frame needs no script */
export function policySources(base: string, hasLoader: boolean): readonly string[] {
  const frame = `frame-src ${new URL(base).origin}`;
  return hasLoader ? [frame, `script-src ${addressWith(base, LOADER_PATH, {})}`] : [frame];
}

/** What a page that sends a Permissions-Policy adds to it. Each entry is optional: without one the widget does without. */
export function permissionsPolicy(base: string): string {
  const { origin } = new URL(base);
  return FRAME_FEATURES.map((name) => `${name}=(self "${origin}")`).join(", ");
}

/** Null, undefined and empty values are left out. */
function addressWith(
  base: string,
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const url = new URL(`.${path}`, base);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, String(value));
  return url.href;
}

/** An attribute without a value is left out; one with an empty value has none in the markup. @param content markup */
function element(
  name: string,
  attributes: Readonly<Record<string, string | null | undefined>>,
  content = "",
): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined)
    .map(([key, value]) => (value === "" ? key : `${key}="${escapeMarkup(value)}"`));
  return `<${[name, ...written].join(" ")}>${content}</${name}>`;
}
