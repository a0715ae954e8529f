/**
 * A codec turns a pseudo-gradient into the bytes of an update and back. The bytes are a pure function of the pseudo-gradient (IEEE arithmetic in index order,
 * no error feedback, no state), because an audit replays the training and compares hashes. They are canonical: two byte strings never stand for the
 * same update, or one piece of work could be shown twice under two hashes.
 */
import type { ParameterLayout } from "../tensor/layout.ts";
import type { QuantizedUpdate } from "../tensor/quantized.ts";

export interface Codec {
  /** What a project's manifest calls it. A name stands for these bytes for ever: another encoding is another name. */
  readonly name: string;
  /**
   * @param delta pseudo-gradient, [parameterCount]
   * @throws NonFiniteError when a value is not finite, too large for the codebook, or all are zero: such an update would be refused by everybody
   */
  encode(delta: Float32Array, layout: ParameterLayout): Uint8Array;
  /** Reads a stranger's bytes in time and memory that depend on the layout only. Never throws. */
  decode(bytes: Uint8Array, layout: ParameterLayout): DecodedUpdate;
  /** No update of this layout is longer; what is longer need not be received. */
  maxBytes(layout: ParameterLayout): number;
}

export type DecodedUpdate =
  | { readonly ok: true; readonly update: QuantizedUpdate }
  | { readonly ok: false; readonly reason: string };
