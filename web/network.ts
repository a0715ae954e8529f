import type { DataMeter, Direction } from "./pause/data-meter.ts";

/** The page's connections for one worker: loaded with the first start, because a visitor who only looks needs none. */
export class PageNetwork {
  readonly #meter: DataMeter;
  #stop: () => void = () => undefined;

  /** @param meter counts what goes through them */
  constructor(meter: DataMeter) {
    this.#meter = meter;
  }

  /** Connects one session. The worker has one at a time: what an earlier one left open ends. */
  async openPort(): Promise<MessagePort> {
    const [{ hostTransport }, { createPeerjsTransport }, { meterTransport }] = await Promise.all([
      import("./transport/transport-host.ts"),
      import("./transport/peerjs-transport.ts"),
      import("./transport/metered-transport.ts"),
    ]);
    const count = (bytes: number, direction: Direction) => this.#meter.add(Date.now(), bytes, direction);
    const { port1, port2 } = new MessageChannel();
    this.#stop();
    this.#stop = hostTransport(port1, (start, signer) =>
      meterTransport(createPeerjsTransport({ ...start, signer }), count),
    );
    return port2;
  }

  /** The worker is gone. A session that it could not end must not keep its links and its place in the room. */
  close(): void {
    this.#stop();
  }
}
