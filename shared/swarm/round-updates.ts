/** The updates of one round: those that are here, whom the others come from, and who may have them from this peer. */
import { must } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { exactly } from "./blob/blob-ports.ts";
import type { Blobs } from "./blobs.ts";
import type { CellLinks } from "./cell-round-ports.ts";
import type { Contribution } from "./round/round-state.ts";

export interface RoundUpdatesPorts {
  readonly blobs: Blobs;
  readonly links: CellLinks;
  readonly audience: () => readonly PeerId[];
  /** Somebody's update is here, complete. */
  readonly onUpdate: (hash: Hash) => void;
  /** One that was asked for cannot be had now. */
  readonly onUnavailable: (hash: Hash) => void;
}

export class RoundUpdates {
  readonly #ports: RoundUpdatesPorts;
  /** Complete updates, by hash. */
  readonly #here = new Map<Hash, Uint8Array>();
  /** Those of them that others may have: the own one only after it is revealed. */
  readonly #provided = new Set<Hash>();
  /** Cancels for updates that are awaited. */
  readonly #transfers: (() => void)[] = [];
  #revealed: Hash | null = null;
  #isEnded = false;

  constructor(ports: RoundUpdatesPorts) {
    this.#ports = ports;
  }

  of(hash: Hash): Uint8Array {
    return must(this.#here.get(hash), "asked only for updates that are here");
  }

  /** The own update, which nobody may have yet. */
  keep(hash: Hash, bytes: Uint8Array): void {
    this.#here.set(hash, bytes);
  }

  /** Pushes the own update to all who follow the rounds. */
  reveal(hash: Hash): void {
    const { audience, blobs } = this.#ports;
    const bytes = this.of(hash);
    this.#revealed = hash;
    this.#provide(hash, bytes);
    for (const peer of audience()) blobs.push(peer, hash, bytes);
  }

  /** Its device will push it. */
  expect({ device, body }: Contribution): void {
    if (this.#here.has(body.update)) return;
    const cancel = this.#ports.blobs.expect(body.update, exactly(body.updateBytes), device, {
      onDone: (bytes) => this.#take(body.update, bytes),
      onFailed: () => undefined, // the push was a courtesy; what is needed is asked for
    });
    this.#transfers.push(cancel);
  }

  /** Asks everybody for it. */
  fetch({ body }: Contribution): void {
    const { links, blobs, onUnavailable } = this.#ports;
    const donors = () => links.peers();
    const cancel = blobs.fetch(body.update, exactly(body.updateBytes), donors, {
      onDone: (bytes) => this.#take(body.update, bytes),
      onFailed: () => onUnavailable(body.update),
    });
    this.#transfers.push(cancel);
  }

  /** Nothing comes in any more. What still waits to be pushed would only delay the next round's: who needs it asks for it. */
  end(): void {
    this.#isEnded = true;
    for (const cancelTransfer of this.#transfers) cancelTransfer();
    if (this.#revealed !== null) this.#ports.blobs.recall(this.#revealed);
    for (const hash of this.#provided) this.#ports.blobs.withdraw(hash);
  }

  #take(hash: Hash, bytes: Uint8Array): void {
    if (this.#isEnded || this.#here.has(hash)) return;
    this.#here.set(hash, bytes);
    this.#provide(hash, bytes);
    this.#ports.onUpdate(hash);
  }

  #provide(hash: Hash, bytes: Uint8Array): void {
    this.#provided.add(hash);
    this.#ports.blobs.provide(hash, () => bytes, true);
  }
}
