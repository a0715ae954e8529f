/** Everything that a host can try to have its visitors' computers without their knowing: the product of ways to hide, moments, sizes and presses, and more. */
import type { FrameSize } from "../../../shared/protocol/frame-look.ts";
import { clicksIn, waitUntilSeen } from "../embed-watch.ts";
import { type Disguise, DISGUISES, UNTOLD_DISGUISES } from "./disguises.ts";
import { placeAttacks } from "./place-attacks.ts";
import { pushAttacks } from "./push-attacks.ts";
import { SCRIPTED_STARTS } from "./scripted-starts.ts";
import { FRAME_AT, passTime, type Point, type Stage } from "./stage.ts";

export interface Attack {
  readonly name: string;
  /** @returns presses that have reached the frame */
  run(stage: Stage): Promise<number>;
}

export interface AttackResult {
  readonly name: string;
  readonly presses: number;
  /** What has begun to compute: nothing, if all is well. */
  readonly signs: readonly string[];
}

const SIZES: readonly FrameSize[] = ["button", "bar", "card"];
const MOMENTS = ["from the start", "at the last moment", "until the last moment"] as const;
const TOOLS = ["mouse", "keyboard"] as const;

interface Disguised {
  readonly disguise: Disguise;
  readonly size: FrameSize;
  readonly moment: (typeof MOMENTS)[number];
  readonly tool: (typeof TOOLS)[number];
}

const disguised = (attack: Disguised): Attack => ({
  name: `${attack.disguise.name}, ${attack.moment}, ${attack.size}, ${attack.tool}`,
  run: (stage) => runDisguised(stage, attack),
});

async function runDisguised(stage: Stage, { disguise, size, moment, tool }: Disguised): Promise<number> {
  const [x, y] = await stage.buttonOf(size);
  const markup = disguise.markup.replace(/\bXpx\b/g, `${x}px`).replace(/\bYpx\b/g, `${y}px`);
  const isThere = moment !== "at the last moment";
  const page = stage.boxMarkup(size);
  const frame = await stage.show({
    markup: isThere ? page.replace('<div id="disguise">', `$&${markup}`) : page,
  });
  if (!isThere) {
    await waitUntilSeen(frame);
    await passTime(frame);
    await stage.page.evaluate((html) => (document.getElementById("disguise")!.innerHTML = html), markup);
  }
  if (disguise.script) await stage.page.evaluate(disguise.script);
  await stage.untilTold(frame);
  const isPatient = moment !== "until the last moment";
  const [left, top] = isPatient ? (disguise.point?.(x, y) ?? [x, y]) : [x, y];
  const point: Point = [FRAME_AT + left, FRAME_AT + top];
  if (!isPatient) {
    await stage.page.mouse.move(...point);
    await passTime(frame);
    await stage.page.evaluate(() => document.getElementById("disguise")!.remove());
    await waitUntilSeen(frame);
  }
  if (tool === "mouse") await stage.press(point, frame, isPatient);
  else await stage.pressKeys(frame);
  return clicksIn(frame);
}

const scripted = (name: string, scripts: readonly string[], size: FrameSize): Attack => ({
  name: `${name}, ${size}`,
  async run(stage) {
    const loader = `<script src="${stage.base}embed/1/embed.js"></script><tabloom-donate id="d" size="${size}"></tabloom-donate>`;
    const frame = await stage.show({ markup: stage.frameMarkup(size) + loader });
    await waitUntilSeen(frame);
    await passTime(frame);
    for (const script of scripts) await stage.page.evaluate(`(() => { ${asHost(script)} })()`);
    await stage.untilTold(stage.page.mainFrame());
    return 0;
  },
});

/** For the host's page: what the browser refuses has failed, which is fine. */
const asHost = (script: string): string => `try { ${script} } catch {}`;

/** All of them, in a fixed order. */
export const ATTACKS: readonly Attack[] = [
  ...DISGUISES.flatMap((disguise) =>
    SIZES.flatMap((size) => [
      ...MOMENTS.slice(0, disguise.isReadable ? 2 : 3).map((moment) =>
        disguised({ disguise, size, moment, tool: "mouse" }),
      ),
      disguised({ disguise, size, moment: "at the last moment", tool: "keyboard" }),
    ]),
  ),
  ...Object.entries(SCRIPTED_STARTS).flatMap(([name, script]) =>
    SIZES.map((size) => scripted(name, [script], size)),
  ),
  ...SIZES.flatMap((size) => [...pushAttacks(size), ...placeAttacks(size)]),
];

/** Of every kind some, in another size, at another moment and by another tool each time: what there is time for in every run of the tests. */
export const FEWER_ATTACKS: readonly Attack[] = [
  ...DISGUISES.filter((_, index) => index % 2 === 0).map((disguise, index) => {
    const isByKeys = index % 4 === 3;
    const moment = MOMENTS[isByKeys || disguise.isReadable ? 1 : Math.floor(index / 3) % 3]!;
    return disguised({ disguise, size: SIZES[index % 3]!, moment, tool: isByKeys ? "keyboard" : "mouse" });
  }),
  scripted("every script after the other", Object.values(SCRIPTED_STARTS), "bar"),
  ...pushAttacks("button"),
  ...placeAttacks("card").slice(0, 4),
];

/** Those that the browser hides from the frame: what no frame can know of. */
export const UNTOLD_ATTACKS: readonly Attack[] = UNTOLD_DISGUISES.flatMap((disguise) =>
  SIZES.map((size) => disguised({ disguise, size, moment: "from the start", tool: "mouse" })),
);

/** An honest page, where every press of a person counts: without it the others would prove nothing. */
export const HONEST: readonly Attack[] = SIZES.flatMap((size) =>
  TOOLS.map((tool) =>
    disguised({ disguise: { name: "nothing", markup: "" }, size, moment: "at the last moment", tool }),
  ),
);

/** Plays them on all stages, one after the other on each. */
export async function playAttacks(
  stages: readonly Stage[],
  attacks: readonly Attack[],
): Promise<readonly AttackResult[]> {
  const waiting = [...attacks];
  const results: AttackResult[] = [];
  const play = async (stage: Stage) => {
    for (let attack = waiting.shift(); attack !== undefined; attack = waiting.shift()) {
      const before = stage.watch.signs.length;
      const presses = await attack.run(stage);
      await stage.leave(); // what has begun shows now, and not in the next attack
      await stage.tidy();
      results.push({ name: attack.name, presses, signs: stage.watch.signs.slice(before) });
    }
  };
  await Promise.all(stages.map(play));
  return results;
}
