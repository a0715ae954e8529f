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
/** A record of a feed, with its signatures: two of them fit into a fork proof. */
export const FEED_RECORD_BYTES = 1_900;
/** Characters of a name: what a leaderboard's column shows. */
export const NAME_LENGTH = 40;
/** Characters of a web address. */
export const URL_LENGTH = 200;
/** Verdicts that one verdict refutes: as many as auditors are drawn for a contribution, and one more. */
export const REFUTED_VERDICTS = 4;
