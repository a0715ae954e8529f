/** The end of a feed for as long as the program runs: for a key that nobody keeps either, and for simulations. */
import type { PeerId } from "../core/ids.ts";
import type { FeedEnd, FeedStore } from "./feed.ts";
import { EMPTY_FEED } from "./feed.ts";

export class MemoryFeedStore implements FeedStore {
  readonly #feeds = new Map<PeerId, { readonly end: FeedEnd; readonly reserved: Uint8Array | null }>();

  async load(device: PeerId) {
    return this.#feeds.get(device) ?? null;
  }

  async reserve(device: PeerId, bytes: Uint8Array): Promise<void> {
    this.#feeds.set(device, { end: this.#feeds.get(device)?.end ?? EMPTY_FEED, reserved: bytes });
  }

  async keep(device: PeerId, end: FeedEnd): Promise<void> {
    this.#feeds.set(device, { end, reserved: null });
  }
}
