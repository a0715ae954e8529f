/** Hosts that want their visitors' computers without their visitors' knowing. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { EmbedHost } from "../support/embed-host.ts";
import { FEWER_ATTACKS, HONEST, playAttacks } from "../support/hostile/attacks.ts";
import { Stage } from "../support/hostile/stage.ts";

let app: App;
let host: EmbedHost;
let stages: readonly Stage[];

beforeAll(async () => {
  [app, host] = await Promise.all([openApp(), EmbedHost.open()]);
  stages = await Promise.all(Array.from({ length: 3 }, () => Stage.open(app, host)));
});

afterAll(async () => {
  await Promise.all(stages.map((stage) => stage.close()));
  await host.close();
  await app.close();
});

test("a person's press on what can be seen starts, by mouse and by keyboard, in every size", async () => {
  const results = await playAttacks(stages, HONEST);
  const idle = results.filter(({ signs }) => !signs.some((sign) => sign.includes("/embed.json")));
  expect(idle).toEqual([]);
});

test(`${FEWER_ATTACKS.length} hostile hosts start nothing (all of them: npm run bench -- widget)`, async () => {
  const results = await playAttacks(stages, FEWER_ATTACKS);
  expect(results).toHaveLength(FEWER_ATTACKS.length);
  expect(results.filter(({ signs }) => signs.length > 0)).toEqual([]);
  const reached = results.filter(({ presses }) => presses > 0);
  expect(reached.length).toBeGreaterThan(25); // they did press
});
