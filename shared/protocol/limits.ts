/** Every limit of the swarm, with unit and reason. A peer that exceeds one is scored (shared/swarm/score.ts), never trusted. */

/** One frame: the largest message that every browser's data channel delivers (libp2p's WebRTC specification, 16 KiB). */
export const FRAME_BYTES = 16_384;
/** A control message fits one frame with its header, so that nothing of it is ever reassembled. */
export const CONTROL_BYTES = 16_000;
/** Nesting of a control message, checked before decoding: decoders recurse. */
export const CONTROL_DEPTH = 8;
/** A piece of state or data: small enough that a lost donor costs little, large enough that hashing dominates asking. */
export const CHUNK_BYTES = 262_144;
/** Members of a cell; more would not fit the uplink of a home connection in full mesh. */
export const CELL_PEERS = 16;
/** Introductions that anybody gives at once. */
export const INTRODUCED_PEERS = 8;
/** Links alive at once; a cell needs 15, the rest are newcomers. */
export const LINKS_ALIVE = 32;
/** Links being opened by others at once. */
export const LINKS_HALF_OPEN = 4;
/** A link that is not authenticated after this is closed. */
export const HALF_OPEN_MS = 10_000;
/** RTCPeerConnection constructions per window: Chromium stops at 500 per page until garbage is collected. */
export const LINK_CONSTRUCTIONS = 400;
export const LINK_CONSTRUCTIONS_WINDOW_MS = 600_000;
/** Text of one relayed signaling message (an SDP is about 1 kB). */
export const MAX_SIGNAL_BYTES = 12_000;
/** Heartbeat, and the silence after which a peer counts as gone: a crashed tab's channel stays "open" for 45 s. */
export const HEARTBEAT_MS = 1_000;
export const SILENCE_MS = 4_000;
/** Records per second and peer. */
export const RECORDS_PER_SECOND = 20;
/** Records in one message; a contribution takes 0.7 kB, so that a message is full before. */
export const RECORDS_AT_ONCE = 24;
/** Records that one message asks for: 9 kB of hashes. */
export const WANTED_RECORDS = 256;
/** Requests that a peer may have open with us, and we with a peer. */
export const OPEN_WANTS = 4;
/** Bytes buffered on a link above which `send` says stop: what lies there nothing overtakes, so it is half a second of a home uplink. */
export const SEND_HIGH_WATER_BYTES = 262_144;
/** Buffered bytes at which it says go on: early enough that the link never runs dry. */
export const SEND_LOW_WATER_BYTES = 65_536;
/** Requests for blobs that we open with one peer: two chunks keep a 20 Mbit/s line of 200 ms busy, and only they delay what is more urgent. */
export const ASKED_AT_ONCE = 2;
/** How long a served or pushed blob may hold back others: a peer that does not read must not stop everybody's service. */
export const SERVE_LEASE_MS = 4_000;
export const PUSH_LEASE_MS = 10_000;
/** State chunks on their way to the network at once, over all joiners: an update waits behind 512 KiB at most. */
export const SERVED_AT_ONCE = 2;
/** A donor that delivers neither a blob nor WINDOW_BYTES in this time is passed over. Longer than PUSH_LEASE_MS: donors pause for updates. */
export const DONOR_WINDOW_MS = 15_000;
export const DONOR_WINDOW_BYTES = 65_536;
/** Parts other than the last carry at least this much, or a blob could arrive as a million messages. */
export const PART_BYTES_MIN = 1_024;
/** Memory for unfinished blobs of all peers together: a full cell's updates of 30 million parameters at 2 bits. */
export const REASSEMBLY_BYTES = 134_217_728;
/** Blobs that one peer may still owe us; the oldest is forgotten. One update per round, and OPEN_WANTS answers. */
export const DUE_BLOBS = 16;
/** A blob that everybody present failed to deliver is given up after this. */
export const STARVED_MS = 30_000;
/** Pause before asking those again who failed; doubles to the maximum. */
export const RETRY_MS = 1_000;
export const RETRY_MAX_MS = 8_000;
/** Longest time on one head that a status can say: a week, longer than any round. */
export const MAX_AGE_MS = 604_800_000;
