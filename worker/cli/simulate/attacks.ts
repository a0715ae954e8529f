/**
 * What lying peers send. A liar trains as everybody does and then replaces its result, so that only the lie differs from honest work.
 * Sources: Baruch et al. 2019 (ALIE, "A little is enough"); Xie et al. 2019 (inner-product manipulation, "Fall of empires").
 */
import { unreachable } from "../../../shared/core/assert.ts";
import type { Random } from "../../../shared/core/random.ts";
import type { RoundResult } from "../../../shared/ports/round-trainer.ts";

export const ATTACKS = {
  flip10: "the opposite of its work, ten times as long",
  flip: "the opposite of its work",
  random: "noise from a tenth to ten times as long as its work",
  alie: "the honest mean minus 1.5 honest deviations",
  alie10: "the honest mean minus 10 honest deviations",
  ipm: "half of the honest mean, backwards",
  delayed: "its work of three rounds ago",
  copycat: "what an honest peer sent in the round before",
  nan: "bytes that are no numbers",
  tokens: "a thousand times the tokens it trained on",
  equivocate: "another update for every second neighbour",
} as const;

export type AttackName = keyof typeof ATTACKS;

/** What a liar knows when it makes up its result. */
export interface AttackKnowledge {
  /** Its own honest work. */
  readonly result: RoundResult;
  /** Its pseudo-gradients so far, oldest first, this round's last. */
  readonly past: readonly Float32Array[];
  /** Pseudo-gradients of the honest peers: of this round (it may replay their training), and of the round before. */
  readonly honest: () => Promise<readonly Float32Array[]>;
  readonly honestBefore: readonly Float32Array[];
  /** Tells one liar from another. */
  readonly index: number;
  readonly random: Random;
}

const SHOUT = 10;
const WHISPER = 0.1;
const DELAY_ROUNDS = 3;
const INFLATION = 1000;
/** Deviations below the honest mean. 1.5 hides among 8 peers; 10 does not, and still points the honest way. */
const HIDDEN_DEVIATIONS = 1.5;
const BOLD_DEVIATIONS = 10;
const BACKWARDS = -0.5;
/** Liars who say the same would count as one (the aggregate refuses copies): each says it a little differently. */
const DISGUISE = 0.01;

/** The result to contribute instead. For `nan` and `equivocate` it is the honest one: their lie is in the bytes and messages. */
export async function lie(attack: AttackName, knowledge: AttackKnowledge): Promise<RoundResult> {
  const { result, past, honest, honestBefore, index, random } = knowledge;
  const { delta } = result;
  const instead = (values: Float32Array | undefined) => ({ ...result, delta: values ?? delta });
  const disguise = 1 + index * DISGUISE;
  switch (attack) {
    case "flip10":
      return instead(scaled(delta, -SHOUT));
    case "flip":
      return instead(scaled(delta, -1));
    case "random":
      return instead(noiseLike(delta, random));
    case "alie":
      return instead(belowMean(await honest(), HIDDEN_DEVIATIONS * disguise));
    case "alie10":
      return instead(belowMean(await honest(), BOLD_DEVIATIONS * disguise));
    case "ipm":
      return instead(scaled(belowMean(await honest(), 0), BACKWARDS * disguise));
    case "delayed":
      return instead(past.at(-1 - DELAY_ROUNDS));
    case "copycat":
      return instead(honestBefore[index % Math.max(1, honestBefore.length)]);
    case "tokens":
      return { ...result, tokens: result.tokens * INFLATION };
    case "nan":
    case "equivocate":
      return result;
    default:
      return unreachable(attack);
  }
}

export function scaled(values: Float32Array, factor: number): Float32Array {
  return values.map((value) => factor * value);
}

/** Mean − `deviations` · standard deviation of the vectors, for each coordinate. At least one vector. */
function belowMean(vectors: readonly Float32Array[], deviations: number): Float32Array {
  const count = vectors.length;
  return vectors[0]!.map((_, index) => {
    const mean = vectors.reduce((sum, vector) => sum + vector[index]!, 0) / count;
    const square = vectors.reduce((sum, vector) => sum + squareOf(vector[index]! - mean), 0) / count;
    return mean - deviations * Math.sqrt(square);
  });
}

function noiseLike(delta: Float32Array, random: Random): Float32Array {
  const rms = Math.sqrt(delta.reduce((sum, value) => sum + squareOf(value), 0) / delta.length);
  const noise = new Float32Array(delta.length);
  random.fork("noise").fillNormal(noise, rms * (WHISPER + (SHOUT - WHISPER) * random.uniform(0)));
  return noise;
}

function squareOf(value: number): number {
  return value * value;
}
