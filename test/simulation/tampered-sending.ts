/** A transport that sends what a test lets it send. */
import type { Transport } from "../../shared/ports/transport.ts";
import type { Makings } from "../../shared/simulation/swarm-simulation.ts";

const BLOB_PART = 2;
const TYPE_OFFSET = 3; // shared/protocol/frame-header.ts

export const isBlobPart = (frame: Uint8Array): boolean => frame[TYPE_OFFSET] === BLOB_PART;

/** @param send is called for every frame, with the transport below and its clock */
export function tamperSending(
  send: (
    transport: Transport,
    clock: Makings["ports"]["clock"],
    address: string,
    frame: Uint8Array,
  ) => boolean,
): (makings: Makings) => Makings {
  return ({ rules, ports }) => {
    const { transport, clock } = ports;
    const tampered: Transport = {
      address: transport.address,
      listen: (listener) => transport.listen(listener),
      connect: (address) => transport.connect(address),
      close: (address) => transport.close(address),
      deliverSignal: (from, payload) => transport.deliverSignal(from, payload),
      stop: () => transport.stop(),
      send: (address, frame) => send(transport, clock, address, frame),
    };
    return { rules, ports: { ...ports, transport: tampered } };
  };
}
