/**
 * peerjs with everything taken away from it that a stranger, or a stranger's server, could use. What we need of it is the making of
 * connections; its private parts that this touches are all in this file (peerjs 1.5.5):
 *   _createServerConnection  is replaced: peerjs opens no socket, knows no server, and hands us what it wants to say. So nothing
 *                            reaches it but what we pass on, after checks, and the loss of a server never ends a peer.
 *   _serializers             all become `raw`: an offer names the class that decodes what follows, and the one called "binary" blocks
 *                            the page for seconds on a message of five bytes.
 *   _handleMessage           takes offers only, from `accept`; messages for unknown connections would be kept for ever.
 *   _connections             forgets an address with its last connection.
 */
import { Peer, type DataConnection } from "peerjs";
import { must } from "../../shared/core/assert.ts";
import type { OfferSignal, PeerSignal } from "../../shared/transport/peer-signal.ts";

/** What peerjs says to others: OFFER, ANSWER and CANDIDATE, with the browser's own objects inside. */
export interface OutgoingMessage {
  readonly type: string;
  readonly dst: string;
  readonly payload: { readonly connectionId: string };
}

/** In the place of peerjs's Socket. */
class QuietSocket {
  onSend: (message: OutgoingMessage) => void = () => undefined;
  start(): void {}
  close(): void {}
  removeAllListeners(): void {}
  send(message: OutgoingMessage): void {
    this.onSend(message);
  }
}

interface PeerInternals {
  readonly socket: QuietSocket;
  readonly _serializers: Record<string, unknown>;
  readonly _connections: Map<string, unknown[]>;
  _handleMessage(message: object): void;
  connect(address: string, options: object): DataConnection;
  getConnection(address: string, connectionId: string): DataConnection | null;
  on(event: "error", listener: () => void): void;
  destroy(): void;
}
type PeerClass = new (address: string, options: object) => PeerInternals;

class SocketlessPeer extends (Peer as unknown as PeerClass) {
  /** Called by the constructor of peerjs. */
  _createServerConnection(): QuietSocket {
    return new QuietSocket();
  }
}

export class GuardedPeer {
  readonly #peer: PeerInternals;

  /** @param config replaces all of peerjs's ICE servers, which are a third party's */
  constructor(address: string, config: RTCConfiguration, onSend: (message: OutgoingMessage) => void) {
    const peer = new SocketlessPeer(address, { host: location.hostname, config, debug: 0 });
    for (const name of Object.keys(peer._serializers)) peer._serializers[name] = peer._serializers["raw"];
    peer.socket.onSend = onSend;
    peer.on("error", () => undefined); // a description that the browser refuses: the link just does not open
    this.#peer = peer;
  }

  connect(address: string, connectionId: string): DataConnection {
    const options = { connectionId, label: connectionId, serialization: "raw", reliable: true };
    return this.#peer.connect(address, options);
  }

  accept(address: string, { type, payload }: OfferSignal): DataConnection {
    this.#peer._handleMessage({ type, payload, src: address });
    return must(this.#peer.getConnection(address, payload.connectionId), "peerjs takes every data offer");
  }

  /** peerjs leaves the connection's promises to themselves, and they fail when it closes meanwhile. */
  receive(connection: DataConnection, signal: PeerSignal): void {
    const internals = connection as unknown as { handleMessage(message: PeerSignal): Promise<void> };
    internals.handleMessage(signal).catch(() => undefined);
  }

  forget(address: string): void {
    if (this.#peer._connections.get(address)?.length === 0) this.#peer._connections.delete(address);
  }

  dispose(): void {
    this.#peer.destroy();
  }
}
