/** The worker's end of the transport: the port's calls become messages to the page, which owns the connections. */
import { assert } from "../shared/core/assert.ts";
import type { Signer } from "../shared/ports/signatures.ts";
import type { Transport, TransportEvent } from "../shared/ports/transport.ts";
import { FRAME_BYTES } from "../shared/protocol/limits.ts";
import {
  BRIDGE_WINDOW_BYTES,
  detachable,
  type BridgeCommand,
  type BridgeReport,
  type LinkFrame,
  type TransportStart,
} from "../shared/transport/bridge-message.ts";

interface BridgedLink {
  readonly link: number;
  /** Sent and not yet in the link's own buffer. */
  waitingBytes: number;
  isFull: boolean;
}

/** @param signer signs the joins that the page asks for; its key never leaves this thread */
export function openTransport(port: MessagePort, start: TransportStart, signer: Signer): Transport {
  return new BridgedTransport(port, start, signer);
}

class BridgedTransport implements Transport {
  readonly address: string;
  readonly #port: MessagePort;
  readonly #start: TransportStart;
  readonly #signer: Signer;
  readonly #links = new Map<string, BridgedLink>();
  /** Frames of this task, sent together when it ends. */
  #batch: LinkFrame[] = [];
  #listener: ((event: TransportEvent) => void) | undefined;
  #isStopped = false;

  constructor(port: MessagePort, start: TransportStart, signer: Signer) {
    this.#port = port;
    this.#start = start;
    this.#signer = signer;
    this.address = start.address;
  }

  listen(listener: (event: TransportEvent) => void): void {
    assert(this.#listener === undefined, "listen is called once");
    this.#listener = listener;
    this.#port.addEventListener("message", ({ data }: MessageEvent<BridgeReport>) => this.#handle(data));
    this.#port.start();
    this.#post({ kind: "start", start: this.#start });
  }

  connect(address: string): void {
    if (!this.#links.has(address)) this.#post({ kind: "connect", address });
  }

  send(address: string, frame: Uint8Array): boolean {
    assert(frame.length <= FRAME_BYTES, `a frame has at most ${FRAME_BYTES} bytes, this one ${frame.length}`);
    const entry = this.#links.get(address);
    if (entry === undefined || this.#isStopped) return true;
    if (this.#batch.length === 0) queueMicrotask(() => this.#flush());
    this.#batch.push({ address, link: entry.link, data: detachable(frame) });
    entry.waitingBytes += frame.length;
    entry.isFull ||= entry.waitingBytes > BRIDGE_WINDOW_BYTES;
    return !entry.isFull;
  }

  close(address: string): void {
    this.#flush();
    this.#post({ kind: "close", address, link: this.#links.get(address)?.link });
    this.#links.delete(address);
  }

  deliverSignal(from: string, payload: string): void {
    this.#post({ kind: "signal", from, payload });
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#flush();
    this.#post({ kind: "stop" });
    this.#isStopped = true;
    this.#port.close();
  }

  #handle(report: BridgeReport): void {
    if (this.#isStopped) return;
    if (report.kind === "event") {
      if (report.event.kind === "closed") this.#links.delete(report.event.address);
      this.#emit(report.event);
    } else if (report.kind === "opened") {
      const { address, link, binding } = report;
      this.#links.set(address, { link, waitingBytes: 0, isFull: false });
      this.#emit({ kind: "opened", address, binding });
    } else if (report.kind === "frames") {
      for (const frame of report.frames) this.#receive(frame);
    } else if (report.kind === "taken") {
      this.#take(report.address, report.link, report.bytes);
    } else {
      void this.#sign(report.id, report.message);
    }
  }

  #receive({ address, link, data }: LinkFrame): void {
    if (this.#links.get(address)?.link === link) {
      this.#emit({ kind: "frame", address, frame: new Uint8Array(data) });
    }
  }

  #take(address: string, link: number, bytes: number): void {
    const entry = this.#links.get(address);
    if (entry?.link !== link) return;
    entry.waitingBytes -= bytes;
    if (!entry.isFull || entry.waitingBytes > BRIDGE_WINDOW_BYTES / 2) return;
    entry.isFull = false;
    this.#emit({ kind: "writable", address });
  }

  async #sign(id: number, message: Uint8Array): Promise<void> {
    const signature = await this.#signer.sign(message).catch(() => undefined);
    this.#post({ kind: "signed", id, signature });
  }

  #flush(): void {
    const frames = this.#batch;
    if (frames.length === 0) return;
    this.#batch = [];
    this.#post(
      { kind: "send", frames },
      frames.map(({ data }) => data),
    );
  }

  #post(command: BridgeCommand, transfer: Transferable[] = []): void {
    if (!this.#isStopped) this.#port.postMessage(command, transfer);
  }

  #emit(event: TransportEvent): void {
    if (!this.#isStopped) this.#listener?.(event);
  }
}
