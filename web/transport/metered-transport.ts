/** A transport that tells how many bytes go through it. */
import type { Transport } from "../../shared/ports/transport.ts";
import type { Direction } from "../pause/data-meter.ts";

export function meterTransport(
  transport: Transport,
  onBytes: (bytes: number, direction: Direction) => void,
): Transport {
  return {
    address: transport.address,
    listen: (listener) =>
      transport.listen((event) => {
        if (event.kind === "frame") onBytes(event.frame.byteLength, "receivedBytes");
        listener(event);
      }),
    connect: (address) => transport.connect(address),
    send(address, frame) {
      onBytes(frame.byteLength, "sentBytes");
      return transport.send(address, frame);
    },
    close: (address) => transport.close(address),
    deliverSignal: (from, payload) => transport.deliverSignal(from, payload),
    stop: () => transport.stop(),
  };
}
