/** What a project's badge says: how many tabs train it now. As an image, and as JSON for shields.io. */
import { roomOfLink } from "../shared/protocol/built-in-rooms.ts";
import { type Answer, type Asked, type CountTabs, jsonAnswer, UNKNOWN_PROJECT } from "./answer.ts";
import { BADGE_THEMES, badgeSvg } from "./badge-svg.ts";

const MAX_LABEL_CHARACTERS = 40;
const DEFAULT_LABEL = "Tabloom";
/** A badge in a busy page is asked for once a minute by each cache, and not by each reader. */
const BADGE_SECONDS = 60;
/** --accent of the page, as shields.io writes colours. */
const COLOR = "1e4c8a";

export function answerBadge({ query }: Asked, count: CountTabs): Answer {
  const message = messageFor(query, count);
  if (message === null) return UNKNOWN_PROJECT;
  const theme = BADGE_THEMES.find((name) => name === query.get("theme")) ?? "auto";
  const body = badgeSvg(cleanLabel(query.get("label") ?? ""), message, theme);
  return { type: "image/svg+xml; charset=utf-8", body, maxAgeSeconds: BADGE_SECONDS };
}

export function answerBadgeJson({ query }: Asked, count: CountTabs): Answer {
  const message = messageFor(query, count);
  if (message === null) return UNKNOWN_PROJECT;
  const label = cleanLabel(query.get("label") ?? "");
  return jsonAnswer({ schemaVersion: 1, label, message, color: COLOR }, { maxAgeSeconds: BADGE_SECONDS });
}

function messageFor(query: URLSearchParams, count: CountTabs): string | null {
  const room = roomOfLink(query.get("project"));
  if (room === null) return null;
  const tabs = count(room);
  if (tabs === 0) return "no tab training now";
  return tabs === 1 ? "1 tab training now" : `${tabs.toLocaleString("en")} tabs training now`;
}

/** One line without characters that control, hide or turn around what follows; and no half of a character at its end. */
function cleanLabel(text: string): string {
  const visible = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  return Array.from(visible).slice(0, MAX_LABEL_CHARACTERS).join("").trim() || DEFAULT_LABEL;
}
