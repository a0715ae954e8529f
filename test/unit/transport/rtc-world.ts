/** A transport on a stack that does nothing by itself, with a server that carries whatever it is told to. */
import { createRandom } from "../../../shared/core/random.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import type { TransportEvent } from "../../../shared/ports/transport.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { formatPeerSignal, type PeerSignal } from "../../../shared/transport/peer-signal.ts";
import type { RtcHooks } from "../../../shared/transport/rtc-stack.ts";
import { RtcTransport } from "../../../shared/transport/rtc-transport.ts";
import { addressOf, sdpOf } from "./signals.ts";

const OWN = addressOf(1000);

export function createWorld() {
  const clock = new VirtualClock();
  const events: TransportEvent[] = [];
  const built: {
    address: string;
    hooks: RtcHooks;
    received: PeerSignal[];
    isHealthy: boolean;
    isClosed: boolean;
  }[] = [];
  let say = (_message: object): void => undefined;
  const said: { type: string; dst?: string }[] = [];
  const take = (message: { type: string }) => {
    if (message.type !== "LEAVE") said.push(message);
    else clock.setTimer(0, () => say({ ...message, src: OWN })); // the client's question whether the server lives
  };
  const build = (address: string, hooks: RtcHooks) => {
    const entry = { address, hooks, received: [] as PeerSignal[], isHealthy: true, isClosed: false };
    built.push(entry);
    return {
      receive: (signal: PeerSignal) => void entry.received.push(signal),
      send: () => undefined,
      bufferedBytes: () => 0,
      descriptions: () => [sdpOf(1), sdpOf(2)] as const,
      isHealthy: () => entry.isHealthy,
      close: () => void (entry.isClosed = true),
    };
  };
  const transport = new RtcTransport({
    servers: ["ws://one/"],
    address: OWN,
    room: "0".repeat(64),
    signer: createSigner(new Uint8Array(32).fill(7)),
    token: "t",
    clock,
    random: createRandom("transport"),
    randomBytes: (bytes) => new Uint8Array(bytes),
    openSocket: (_url, { onText }) => {
      say = (message) => onText(JSON.stringify(message));
      return { send: (text) => take(JSON.parse(text) as { type: string }), close: () => undefined };
    },
    stack: {
      dial: (address, _connectionId, hooks) => build(address, hooks),
      accept: (address, _offer, hooks) => build(address, hooks),
      dispose: () => undefined,
    },
  });
  transport.listen((event) => events.push(event));
  clock.advanceBy(0);
  say({ type: "PEERS", payload: { peers: [] } });
  /** The server brings it. */
  const receive = (from: number, signal: PeerSignal) => say({ ...signal, src: addressOf(from), dst: OWN });
  /** A neighbour passes it on. */
  const relay = (from: number, signal: PeerSignal) =>
    transport.deliverSignal(addressOf(from), formatPeerSignal(signal));
  const kinds = () => events.map(({ kind }) => kind).slice(2); // after signaling and introduced
  return {
    clock,
    transport,
    events,
    built,
    said,
    say: (message: object) => say(message),
    receive,
    relay,
    kinds,
  };
}
