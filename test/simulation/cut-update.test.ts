/** A peer vanishes while its update is on its way: some have it, the others do not. */
import { expect, it } from "vitest";
import { codecNamed, DEFAULT_CODEC } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import { type Makings, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import { TOY_LAYOUT, TOY_TOKENS_PER_STEP, toyTraining } from "../../shared/simulation/toy-training.ts";

const RULES = {
  project: "ab".repeat(32),
  layout: TOY_LAYOUT,
  codec: must(codecNamed(DEFAULT_CODEC), "the codec"),
  roundMs: 2_000,
  maxSteps: 60,
  tokensPerStep: TOY_TOKENS_PER_STEP,
};
const BLOB_PART = 2;
const TYPE_OFFSET = 3; // shared/protocol/frame-header.ts
/** The bar is 10 s; silence takes 4.5 s to notice, and a change of view 3 s. */
const FINISH_LIMIT_MS = 8_000;
/** A round until the update is cut, and what follows. */
const LONGEST_MS = 14_000;

/** Fulfilled promises of one event hang on each other this deep, at most. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
}

/** Three peers; the third falls silent after `frames` frames of its next update. @returns how long the others take from there to the next head, in ms */
async function finishWithout(seed: string, frames: number): Promise<number> {
  const network = { latencyMs: 30 };
  const parameters = new Float32Array(TOY_LAYOUT.parameterCount);
  const compute = (device: string) => toyTraining(seed, device);
  const swarm = new SwarmSimulation({ seed, rules: RULES, parameters, network, compute, settle });
  let framesLeft = Infinity;
  let cutAtMs = Number.NaN;
  const silence = ({ rules, ports }: Makings): Makings => {
    const { transport } = ports;
    const send: Transport["send"] = (address, frame) => {
      if (!Number.isNaN(cutAtMs)) return true;
      if (frame[TYPE_OFFSET] !== BLOB_PART || framesLeft-- > 0) return transport.send(address, frame);
      cutAtMs = swarm.clock.nowMs();
      return true;
    };
    const silenced: Transport = {
      address: transport.address,
      listen: (listener) => transport.listen(listener),
      connect: (address) => transport.connect(address),
      close: (address) => transport.close(address),
      deliverSignal: (from, payload) => transport.deliverSignal(from, payload),
      stop: () => transport.stop(),
      send,
    };
    return { rules, ports: { ...ports, transport: silenced } };
  };
  const survivors = [swarm.addPeer("a", { stepMs: 50 }), swarm.addPeer("b", { stepMs: 60 })];
  const victim = swarm.addPeer("victim", { stepMs: 55, disguise: silence });
  await swarm.run(10_000);
  framesLeft = frames;
  const rounds = () => survivors.map(({ participant }) => participant.head.round);
  let round = Number.NaN;
  let doneAtMs = Infinity;
  await swarm.run(LONGEST_MS, () => {
    if (Number.isNaN(round) && swarm.clock.nowMs() > cutAtMs + 4 * network.latencyMs) {
      round = Math.max(...rounds());
      swarm.crash(victim);
    }
    if (Math.min(...rounds()) > round) doneAtMs = Math.min(doneAtMs, swarm.clock.nowMs());
  });
  expect(cutAtMs).toBeGreaterThan(0);
  return doneAtMs - cutAtMs;
}

// Who had the update went on to the next views, and who waited for it stayed views behind; with one frame it took up to 15 s.
it.for([0, 1])("the others end the round soon when %d of them got the update", async (frames) => {
  for (let seed = 0; seed < 12; seed++)
    expect(await finishWithout(`cut ${seed}`, frames)).toBeLessThan(FINISH_LIMIT_MS);
});
