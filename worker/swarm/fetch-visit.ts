/** A short visit to a project's room, before it is known what the project is: links and blobs, and no rounds. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { createRandom } from "../../shared/core/random.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Signer, Verifier } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import { tolerateUpdate } from "../../shared/swarm/tolerate-update.ts";
import { atMost } from "../../shared/swarm/blob/blob-ports.ts";
import { blobsOver } from "../../shared/swarm/linked-blobs.ts";
import { Links, type ParticipantMessage } from "../../shared/swarm/links.ts";
import { Presence, type Status } from "../../shared/swarm/presence.ts";

export interface VisitPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verifier: Verifier;
  /** Unguessable and new: handshakes draw their nonces from it. */
  readonly seed: string;
}

/** Stands on no head: this one is lighter than every other of its weight, so that nobody asks for it. */
const VISITING: Status = {
  kind: "status",
  head: { round: 0, hash: "f".repeat(64), state: NO_HASH, tokens: 0, progress: 0 },
  phase: "syncing",
  roundAgeMs: 0,
};

export interface FetchVisit {
  /** Asks everybody who is linked. Null when nobody had it for a while. */
  readonly fetchBlob: (hash: Hash, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array | null>;
  readonly leave: () => void;
}

export function visitProject(project: Hash, ports: VisitPorts): FetchVisit {
  const { seed, clock, ...rest } = ports;
  const links = new Links({ ...rest, clock, project, random: createRandom(seed) }, (event) => {
    if (event.kind === "part") blobs.onPart(event.peer, event.part);
    else if (event.kind === "left") blobs.onPeerLeft(event.peer);
    else if (event.kind === "message") onMessage(event.peer, event.message);
  });
  const onMessage = (peer: PeerId, message: ParticipantMessage): void => {
    if (message.kind === "missing") blobs.onMissing(peer, message.hash);
    else if (message.kind === "want") links.send(peer, { kind: "missing", hash: message.hash });
    else if (message.kind === "contribution") tolerateUpdate(blobs, peer, message.record);
  };
  const blobs = blobsOver(() => links, clock, FILE_LIMIT_BYTES);
  // Whoever says nothing for some seconds counts as gone, and a shard can take longer.
  const presence = new Presence({
    clock,
    broadcast: (status) => links.broadcast(status),
    status: () => VISITING,
    onBeat: () => undefined,
  });
  links.start();
  presence.start();
  return {
    fetchBlob: (hash, maxBytes, signal) =>
      new Promise((resolve, reject) => {
        const cancel = blobs.fetch(hash, atMost(maxBytes), () => links.peers(), {
          onDone: (bytes) => settle(() => resolve(bytes)),
          onFailed: () => settle(() => resolve(null)),
        });
        const onAbort = () => {
          cancel();
          settle(() => reject(signal.reason as Error));
        };
        const settle = (end: () => void) => {
          signal.removeEventListener("abort", onAbort);
          end();
        };
        signal.addEventListener("abort", onAbort);
        if (signal.aborted) onAbort();
      }),
    leave: () => {
      presence.stop();
      blobs.close();
      links.stop();
    },
  };
}
