/** A peer vanishes while its update is on its way: some have it, the others do not. */
import { expect, it } from "vitest";
import { isBlobPart, tamperSending } from "./tampered-sending.ts";
import { leastRound, TOY_LATENCY_MS, toySwarm } from "./toy-swarm.ts";

/** The bar is 10 s; silence takes 4.5 s to notice, and a change of view 3 s. */
const FINISH_LIMIT_MS = 8_000;
/** A round until the update is cut, and what follows. */
const LONGEST_MS = 14_000;

/** Three peers; the third falls silent after `frames` frames of its next update. @returns how long the others take from there to the next head, in ms */
async function finishWithout(seed: string, frames: number): Promise<number> {
  const swarm = toySwarm(seed);
  let framesLeft = Infinity;
  let cutAtMs = Number.NaN;
  const silence = tamperSending((transport, _clock, address, frame) => {
    if (!Number.isNaN(cutAtMs)) return true;
    if (!isBlobPart(frame) || framesLeft-- > 0) return transport.send(address, frame);
    cutAtMs = swarm.clock.nowMs();
    return true;
  });
  const survivors = [swarm.addPeer("a", { stepMs: 50 }), swarm.addPeer("b", { stepMs: 60 })];
  const victim = swarm.addPeer("victim", { stepMs: 55, disguise: silence });
  await swarm.run(10_000);
  framesLeft = frames;
  let round = Number.NaN;
  let doneAtMs = Infinity;
  await swarm.run(LONGEST_MS, () => {
    if (Number.isNaN(round) && swarm.clock.nowMs() > cutAtMs + 4 * TOY_LATENCY_MS) {
      round = Math.max(...survivors.map(({ participant }) => participant.head.round));
      swarm.crash(victim);
    }
    if (leastRound(survivors) > round) doneAtMs = Math.min(doneAtMs, swarm.clock.nowMs());
  });
  expect(cutAtMs).toBeGreaterThan(0);
  return doneAtMs - cutAtMs;
}

// Who had the update went on to the next views, and who waited for it stayed views behind; with one frame it took up to 15 s.
it.for([0, 1])("the others end the round soon when %d of them got the update", async (frames) => {
  for (let seed = 0; seed < 12; seed++)
    expect(await finishWithout(`cut ${seed}`, frames)).toBeLessThan(FINISH_LIMIT_MS);
});
