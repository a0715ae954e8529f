/** Limits of a record. They are part of the format, so they live below the wire (whose limits are in shared/protocol/limits.ts). */

/** A record with its signatures. A commit of 16 contributions with 16 signatures takes 3.3 kB. */
export const RECORD_BYTES = 4_096;
/** Nesting of a record: { body: { contributions: [ { … } ] } } is 4, and later types need some room. */
export const RECORD_DEPTH = 8;
/** Signatures of a record and contributions of a commit: the peers of a cell (CELL_PEERS). */
export const RECORD_PEERS = 16;
/** Units of one contribution, 2⁴⁰: the weights of a whole cell add up exactly in a double, and no tab does that much in a round. */
export const CONTRIBUTION_TOKENS = 1_099_511_627_776;
/** Length of one update: blob frames count bytes in 32 bits. */
export const UPDATE_BYTES = 4_294_967_295;
