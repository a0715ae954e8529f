/** Every hostile host there is, and, apart from them, those that the browser itself hides from the frame. */
import type { App } from "../../support/app.ts";
import { EmbedHost } from "../../support/embed-host.ts";
import { ATTACKS, HONEST, playAttacks, UNTOLD_ATTACKS } from "../../support/hostile/attacks.ts";
import { Stage } from "../../support/hostile/stage.ts";
import { KEEP_NAMES } from "../app/keep-names.ts";

export async function measureHostile(app: App) {
  const host = await EmbedHost.open();
  const stages = await Promise.all(Array.from({ length: 3 }, () => Stage.open(app, host, KEEP_NAMES)));
  const honest = await playAttacks(stages, HONEST);
  const hostile = await playAttacks(stages, ATTACKS);
  const untold = await playAttacks(stages, UNTOLD_ATTACKS);
  await Promise.all(stages.map((stage) => stage.close()));
  await host.close();
  const started = hostile.filter(({ signs }) => signs.length > 0);
  const honestStarted = honest.filter(({ signs }) => signs.length > 0).length;
  return {
    scenario: "hostile",
    attacks: hostile.length,
    reached: hostile.filter(({ presses }) => presses > 0).length,
    started,
    honest: honest.length,
    honestStarted,
    untold: untold.length,
    untoldStarted: untold.filter(({ signs }) => signs.length > 0).map(({ name }) => name),
    isMet: started.length === 0 && honestStarted === honest.length,
  };
}
