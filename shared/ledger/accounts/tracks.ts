import type { Hash, PeerId } from "../../core/ids.ts";
import type { ClosedAccounts } from "./closed-accounts.ts";
import { Track } from "./track.ts";

/** What every device did, by project and device. */
export class Tracks {
  readonly #closed: ClosedAccounts;
  readonly #projects = new Map<Hash, Map<PeerId, Track>>();

  constructor(closed: ClosedAccounts) {
    this.#closed = closed;
    for (const { project, device } of closed.all(null)) this.of(project, device);
  }

  /** Begins it where it is missing. */
  of(project: Hash, device: PeerId): Track {
    const tracks = this.#projects.get(project) ?? new Map<PeerId, Track>();
    const track = tracks.get(device) ?? new Track(project, device, this.#closed.find(project, device));
    this.#projects.set(project, tracks.set(device, track));
    return track;
  }

  find(project: Hash, device: PeerId): Track | null {
    return this.#projects.get(project)?.get(device) ?? null;
  }

  /** One for each project that the device took part in. */
  ofDevice(device: PeerId): readonly Track[] {
    return [...this.#projects.values()].flatMap((tracks) => tracks.get(device) ?? []);
  }

  /** @param project null for all */
  all(project: Hash | null): readonly Track[] {
    const chosen = [...this.#projects].filter(([name]) => project === null || name === project);
    return chosen.flatMap(([, tracks]) => [...tracks.values()]);
  }
}
