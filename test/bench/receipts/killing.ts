/** Browsers are killed at random moments, again and again, while others train on: nothing that was shown is lost, and no place of a feed is signed for twice. */
import { setTimeout as sleep } from "node:timers/promises";
import { must } from "../../../shared/core/assert.ts";
import { createRandom, type Random } from "../../../shared/core/random.ts";
import { doubleSignatures, feedLengths } from "../../support/kept-records.ts";
import { MortalVisitor } from "./mortal-visitor.ts";

const VISITORS = 4;
/** At most so long until death: more than a round. */
const LIFE_MS = 3_000;
/** Two die by turns, two at once: whoever comes back mostly finds somebody. */
const LANES = 2;

export interface KillingOptions {
  readonly times: number;
  readonly seed: string;
}

/** @param address of the page, with a project of short rounds */
export async function measureKilling(address: string, { times, seed }: KillingOptions) {
  const random = createRandom(seed);
  const visitors = await Promise.all(Array.from({ length: VISITORS }, () => MortalVisitor.arrive(address)));
  try {
    await Promise.all(visitors.map(({ page }) => page.waitFor("receipt-count", "≥", 1)));
    const lanes = Array.from({ length: LANES }, (_, lane) => {
      const own = visitors.filter((_, index) => index % LANES === lane);
      const deaths = Math.floor((times + lane) / LANES);
      return killSome(own, deaths, random.fork(`lane ${lane}`));
    });
    const lost = (await Promise.all(lanes)).flat();
    await Promise.all(visitors.map((visitor) => visitor.showsAll()));
    const records = (await Promise.all(visitors.map((visitor) => visitor.records()))).flat();
    const shownCount = visitors.reduce((sum, { log }) => sum + log.records.size, 0);
    const twice = doubleSignatures(records);
    const lengths = [...feedLengths(records).values()];
    return {
      scenario: "killing",
      visitors: VISITORS,
      times,
      shownReceipts: shownCount,
      lostReceipts: lost,
      doubleSignatures: twice,
      /** A device whose feed nobody could confirm was followed by another. */
      devices: lengths.length,
      feedRecords: lengths.reduce((sum, length) => sum + length, 0),
      isMet: lost.length === 0 && twice.length === 0 && shownCount > 0,
    };
  } finally {
    await Promise.all(visitors.map((visitor) => visitor.leave()));
  }
}

/** @returns receipts that were lost */
async function killSome(visitors: readonly MortalVisitor[], times: number, random: Random) {
  const lost: string[] = [];
  for (let time = 0; time < times; time++) {
    const victim = must(visitors[time % visitors.length], "somebody is left");
    // Two in three have signed something since they were killed last; the others may still be on their way.
    if (time % 3 > 0) await victim.page.waitFor("receipt-count", "≥", victim.log.records.size + 1);
    await sleep(random.below(LIFE_MS, time));
    await victim.die();
    lost.push(...(await victim.comeBack()));
  }
  return lost;
}
