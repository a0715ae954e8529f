import type { PeerId } from "../../core/ids.ts";
import type { LinkCensus } from "./introductions.ts";
import type { Link } from "./link.ts";

/** The open links, by address, and by key for those that have proved it. */
export class LinkTable implements LinkCensus {
  readonly #byAddress = new Map<string, Link>();
  readonly #byDevice = new Map<PeerId, Link>();
  #peers: readonly PeerId[] = [];

  add(link: Link): void {
    this.#byAddress.set(link.address, link);
  }

  authenticate(link: Link, device: PeerId): void {
    link.device = device;
    this.#byDevice.set(device, link);
    this.#peers = [...this.#byDevice.keys()].toSorted();
  }

  /** @returns false when it was not there any more */
  remove(link: Link): boolean {
    if (this.#byAddress.get(link.address) !== link) return false;
    this.#byAddress.delete(link.address);
    if (link.device !== null) this.#byDevice.delete(link.device);
    this.#peers = [...this.#byDevice.keys()].toSorted();
    return true;
  }

  at(address: string): Link | undefined {
    return this.#byAddress.get(address);
  }

  of(device: PeerId): Link | undefined {
    return this.#byDevice.get(device);
  }

  all(): Link[] {
    return [...this.#byAddress.values()];
  }

  authenticated(): Link[] {
    return [...this.#byDevice.values()];
  }

  /** Ascending. */
  peers(): readonly PeerId[] {
    return this.#peers;
  }

  isOpen(address: string): boolean {
    return this.#byAddress.has(address);
  }

  openCount(): number {
    return this.#byAddress.size;
  }
}
