/** Every answer that is made and not read from a file, by its path. None of them costs more than a look into memory. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isSite } from "../shared/core/site.ts";
import { roomOfLink } from "../shared/protocol/built-in-rooms.ts";
import {
  BADGE_JSON_PATH,
  BADGE_PATH,
  LIVE_PATH,
  OEMBED_PATH,
  SWITCH_PATH,
} from "../shared/protocol/embed.ts";
import { FEATURED_PATH } from "../shared/protocol/featured.ts";
import { CONFIG_PATH, SIGNALING_KEY, type SignalingConfig } from "../shared/protocol/signaling.ts";
import {
  type Answer,
  type Asked,
  type CountTabs,
  JSON_TYPE,
  jsonAnswer,
  type MadeAnswer,
  refusal,
  UNKNOWN_PROJECT,
} from "./answer.ts";
import { answerBadge, answerBadgeJson } from "./badge.ts";
import type { Featured } from "./featured.ts";
import { answerOembed } from "./oembed.ts";
import { addressOf, type AddressOptions } from "./server-address.ts";
import type { Signaling } from "./signaling.ts";
import type { SitesOff } from "./sites-off.ts";

/** Who asks for the same project again so soon learns nothing new. */
const LIVE_SECONDS = 5;
/** Longer than every question that can be answered. */
const MAX_QUERY_CHARACTERS = 4_096;

export interface AnswerSources extends AddressOptions {
  readonly config: SignalingConfig;
  readonly featured: Featured;
  readonly sitesOff: SitesOff;
  readonly signaling: Signaling;
}

export type MadeAnswers = ReadonlyMap<string, MadeAnswer>;

export function makeAnswers({ config, featured, sitesOff, signaling }: AnswerSources): MadeAnswers {
  const { metrics, countTabs } = signaling;
  return new Map<string, MadeAnswer>([
    ["/healthz", () => ({ type: "application/json", body: '{"status":"ok"}\n' })],
    ["/metrics", async () => ({ type: metrics.contentType, body: await metrics.text() })],
    [CONFIG_PATH, () => jsonAnswer(config)],
    [FEATURED_PATH, async () => ({ type: JSON_TYPE, body: await featured() })],
    // What the stock client asks for when it has no id of its own.
    [`/${SIGNALING_KEY}/id`, () => ({ type: "text/plain", body: randomUUID() })],
    [SWITCH_PATH, (asked) => answerSwitch(asked, sitesOff)],
    [LIVE_PATH, (asked) => answerLive(asked, countTabs)],
    [BADGE_PATH, (asked) => answerBadge(asked, countTabs)],
    [BADGE_JSON_PATH, (asked) => answerBadgeJson(asked, countTabs)],
    [OEMBED_PATH, answerOembed],
  ]);
}

export async function sendMade(
  made: MadeAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  options: AddressOptions,
): Promise<void> {
  const [, query = ""] = /\?(.*)$/s.exec(request.url ?? "") ?? [];
  const {
    status = 200,
    type,
    body,
    maxAgeSeconds,
  } = query.length > MAX_QUERY_CHARACTERS
    ? refusal(414, `A question has at most ${MAX_QUERY_CHARACTERS} characters.`)
    : await made({ query: new URLSearchParams(query), address: addressOf(request, options) });
  const caching = maxAgeSeconds === undefined ? "no-store" : `public, max-age=${maxAgeSeconds}`;
  response.writeHead(status, { "Content-Type": type, "Cache-Control": caching }).end(body);
}

async function answerSwitch({ query }: Asked, sitesOff: SitesOff): Promise<Answer> {
  const site = query.get("site") ?? "";
  if (!isSite(site))
    return refusal(400, "The parameter site must be the origin of a page, such as https://example.org.");
  return jsonAnswer({ v: 1, off: await sitesOff(site) });
}

function answerLive({ query }: Asked, countTabs: CountTabs): Answer {
  const room = roomOfLink(query.get("project"));
  return room === null
    ? UNKNOWN_PROJECT
    : jsonAnswer({ v: 1, tabs: countTabs(room) }, { maxAgeSeconds: LIVE_SECONDS });
}
