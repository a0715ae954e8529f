import type { Clock } from "../ports/clock.ts";
import { CELL_PEERS } from "../protocol/limits.ts";
import { Blobs } from "./blobs.ts";
import { stateBytes } from "./head-state.ts";
import type { HeadRules } from "./known-head.ts";
import type { Links } from "./links.ts";

/** Blob transfer over these links. Their events `part` and `left`, and the messages `want` and `missing`, must be passed on to it. */
export function blobsOver(links: () => Links, clock: Clock, reassemblyBytes: number): Blobs {
  return new Blobs({
    clock,
    send: (peer, message) => links().send(peer, message),
    sendBlob: (peer, hash, bytes, onSent) => links().sendBlob(peer, hash, bytes, onSent),
    cancelBlob: (peer, hash) => links().cancelBlob(peer, hash),
    penalize: (peer, offence) => links().penalize(peer, offence),
    reassemblyBytes,
  });
}

/** What a member of a cell has under reassembly at most: everybody's update, and a state whose chunks several donors send at once. */
export function cellBytes({ codec, layout }: HeadRules): number {
  return CELL_PEERS * codec.maxBytes(layout) + stateBytes(layout.parameterCount);
}
