/** Made answers under questions that nobody would ask: never an error of ours, never more than a little text. */
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { NONE_FEATURED } from "../../../signaling-server/featured.ts";
import { DEFAULT_LIMITS } from "../../../signaling-server/limits.ts";
import { makeAnswers } from "../../../signaling-server/made-answers.ts";
import { createSignaling } from "../../../signaling-server/signaling.ts";
import { NONE_OFF } from "../../../signaling-server/sites-off.ts";

const ADDRESS = "https://tabloom.example/";
const MAX_BYTES = 8_192;

const signaling = createSignaling({
  limits: DEFAULT_LIMITS,
  allowedOrigins: "same-host",
  trustedProxies: 0,
  log: () => undefined,
});
const answers = makeAnswers({
  config: { iceServers: [], signalingServers: [] },
  featured: NONE_FEATURED,
  sitesOff: NONE_OFF,
  publicUrl: null,
  trustedProxies: 0,
  signaling,
});

afterAll(() => signaling.stop());

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2_000 }),
  fc.string({ maxLength: 40 }).map((text) => `${ADDRESS}${text}`),
  fc.string({ maxLength: 40 }).map((text) => `${ADDRESS}?project=${text}`),
  fc.webUrl(),
  fc.constantFrom("tiny", "stories", "xml", "0", "-1", "1e9", "constructor", "__proto__"),
);
const NAMES = ["project", "label", "theme", "url", "format", "maxwidth", "maxheight", "site"];

test.each(["/badge.svg", "/badge.json", "/oembed", "/embed.json", "/live.json"])("%s", async (path) => {
  const answer = answers.get(path);
  expect(answer).toBeDefined();
  const anyQuestion = fc.array(fc.tuple(fc.constantFrom(...NAMES), anyText), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(anyQuestion, fc.constantFrom(ADDRESS, null), async (question, address) => {
      const { status = 200, body } =
        (await answer?.({ query: new URLSearchParams(question), address })) ?? {};
      expect([200, 400, 404, 501]).toContain(status);
      expect(Buffer.byteLength(body ?? "")).toBeLessThan(MAX_BYTES);
    }),
    { numRuns: 2_000 },
  );
});
