/**
 * Carries frames between peers. Implementations: PeerJS in the browser, node-datachannel in Node, memory in the simulator; all pass
 * test/contracts/transport-contract.ts. A frame arrives whole and in order or its link closes; nothing else is promised, and nothing
 * that arrives is trusted. No event comes inside a call into the transport.
 */
export interface Transport {
  /** Under this name others reach us. Unguessable, new in every session, and not an identity. */
  readonly address: string;
  /** Must be called once, before anything else. Events come in the order in which they happened. */
  listen(listener: (event: TransportEvent) => void): void;
  /** Dials; the answer is an `opened` or a `closed` event. Dialling an address that is open or being dialled does nothing. */
  connect(address: string): void;
  /**
   * Queues one frame of at most FRAME_BYTES; the caller gives the buffer away. On a link that is not open it does nothing.
   * @returns false when the link's buffer is above its high-water mark: wait for `writable` before sending more. Whoever goes on
   * sending all the same loses the link in the end.
   */
  send(address: string, frame: Uint8Array): boolean;
  /** Closes a link, or calls off a dial; `closed` follows here, and on the other end of an open link. What is still buffered is lost. */
  close(address: string): void;
  /** Hands over a signaling message that came over another peer's link (see `signal`). */
  deliverSignal(from: string, payload: string): void;
  /** Leaves: closes every link and the signaling connection. No event follows. */
  stop(): void;
}

export type TransportEvent =
  /** Somebody that the signaling server, or a neighbour, says is there. */
  | { readonly kind: "introduced"; readonly addresses: readonly string[] }
  /**
   * A link is ready. `binding` is SHA-256 over both ends' DTLS fingerprints in ascending order: the same bytes on both
   * ends, unless somebody sits between them.
   */
  | { readonly kind: "opened"; readonly address: string; readonly binding: Uint8Array }
  | { readonly kind: "frame"; readonly address: string; readonly frame: Uint8Array }
  | { readonly kind: "writable"; readonly address: string }
  | { readonly kind: "closed"; readonly address: string; readonly reason: CloseReason }
  /** The signaling server cannot carry this to `to`: pass it over a link if there is one (at most MAX_SIGNAL_BYTES of text). */
  | { readonly kind: "signal"; readonly to: string; readonly payload: string }
  | { readonly kind: "signaling"; readonly state: "online" | "offline"; readonly detail: string };

/** unreachable: never opened; lost: was open and broke; left: the other end closed it; closed: we closed it. */
export type CloseReason = "unreachable" | "lost" | "left" | "closed";
