/** A transport whose owner reads and rewrites what passes: what a liar needs who runs the real participant and changes only what it says. */
import { encodeMessage } from "../../shared/protocol/control.ts";
import { decodeFrame, type Frame } from "../../shared/protocol/frame.ts";
import type { Message } from "../../shared/protocol/message.ts";
import type { Transport, TransportEvent } from "../../shared/ports/transport.ts";

/** What is sent in place of `frame` to the `index`-th neighbour; empty: nothing. */
export type Rewrite = (
  frame: Frame,
  index: number,
) => Promise<readonly (Message | Uint8Array)[] | "unchanged">;

export class TamperedTransport implements Transport {
  readonly #inner: Transport;
  readonly #rewrite: Rewrite;
  readonly #hear: (message: Message) => void;
  /** Open links, in the order in which they opened. */
  readonly #open: string[] = [];

  constructor(inner: Transport, rewrite: Rewrite, hear: (message: Message) => void = () => undefined) {
    this.#inner = inner;
    this.#rewrite = rewrite;
    this.#hear = hear;
  }

  get address(): string {
    return this.#inner.address;
  }

  listen(listener: (event: TransportEvent) => void): void {
    this.#inner.listen((event) => {
      if (event.kind === "opened") this.#open.push(event.address);
      if (event.kind === "closed" && this.#open.includes(event.address))
        this.#open.splice(this.#open.indexOf(event.address), 1);
      if (event.kind === "frame") {
        const frame = decodeFrame(event.frame);
        if (frame.ok && frame.kind === "message") this.#hear(frame.message);
      }
      listener(event);
    });
  }

  connect(address: string): void {
    this.#inner.connect(address);
  }

  send(address: string, bytes: Uint8Array): boolean {
    void this.#sendRewritten(address, bytes);
    return true;
  }

  /** To everybody, past the participant. */
  shout(said: Message | Uint8Array): void {
    for (const address of this.#open) this.#inner.send(address, bytesOf(said));
  }

  close(address: string): void {
    this.#inner.close(address);
  }

  deliverSignal(from: string, payload: string): void {
    this.#inner.deliverSignal(from, payload);
  }

  stop(): void {
    this.#inner.stop();
  }

  async #sendRewritten(address: string, bytes: Uint8Array): Promise<void> {
    const frame = decodeFrame(bytes);
    const said = frame.ok ? await this.#rewrite(frame, this.#open.indexOf(address)) : "unchanged";
    if (said === "unchanged") this.#inner.send(address, bytes);
    else for (const part of said) this.#inner.send(address, bytesOf(part));
  }
}

function bytesOf(said: Message | Uint8Array): Uint8Array {
  return said instanceof Uint8Array ? said.slice() : encodeMessage(said);
}
