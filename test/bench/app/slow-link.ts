/** A slow line in front of a server: what all connections together may carry, and how long everything is on its way. */
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Line {
  /** In each direction. */
  readonly bitsPerSecond: number;
  /** There and back again. */
  readonly roundTripMs: number;
}

export interface SlowLink {
  readonly port: number;
  /** Bytes that have come from the server since this was asked last. */
  takeReceived(): number;
  close(): Promise<void>;
}

export async function openSlowLink(serverPort: number, line: Line): Promise<SlowLink> {
  const [up, down] = [new Lane(line), new Lane(line)];
  const sockets = new Set<Socket>();
  const server = createServer((visitor) => {
    const target = connect(serverPort, "127.0.0.1");
    for (const socket of [visitor, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    void carry(visitor, target, up);
    void carry(target, visitor, down);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    takeReceived: () => down.take(),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** One direction, which all connections share. */
class Lane {
  readonly #line: Line;
  #freeAtMs = 0;
  #carried = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  /** @returns milliseconds until the last of so many bytes has arrived */
  send(bytes: number): number {
    const nowMs = performance.now();
    this.#carried += bytes;
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + (bytes * 8000) / this.#line.bitsPerSecond;
    return this.#freeAtMs - nowMs + this.#line.roundTripMs / 2;
  }

  take(): number {
    const carried = this.#carried;
    this.#carried = 0;
    return carried;
  }
}

/** Bytes keep their order, because each waits until those before it have left. */
async function carry(from: Socket, to: Socket, lane: Lane): Promise<void> {
  let earlier: Promise<unknown> = Promise.resolve();
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const arrival = sleep(lane.send(chunk.length));
      const before = earlier;
      earlier = before.then(() => arrival).then(() => to.writable && to.write(chunk));
      await sleep(0); // so that connections take turns
    }
    await earlier;
    to.end();
  } catch {
    to.destroy(); // the other end is gone
  }
}
