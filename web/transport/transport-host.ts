/** The page's end of a worker's transport: owns the connections and moves buffers, nothing else. */
import { must } from "../../shared/core/assert.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Transport, TransportEvent } from "../../shared/ports/transport.ts";
import {
  detachable,
  type BridgeCommand,
  type BridgeReport,
  type LinkFrame,
  type TransportStart,
} from "../../shared/transport/bridge-message.ts";

interface HostedLink {
  readonly link: number;
  /** What the link's own buffer does not take yet. */
  readonly waiting: ArrayBuffer[];
  isFull: boolean;
}

/**
 * Serves one transport; the worker opens it with `openTransport` on the other port, and stops it.
 * @returns stops it too, for a worker that crashed or hangs
 */
export function hostTransport(
  port: MessagePort,
  create: (start: TransportStart, signer: Signer) => Transport,
): () => void {
  const host = new TransportHost(port, create);
  port.addEventListener("message", ({ data }: MessageEvent<BridgeCommand>) => host.handle(data));
  port.start();
  return () => host.stop();
}

class TransportHost {
  readonly #port: MessagePort;
  readonly #create: (start: TransportStart, signer: Signer) => Transport;
  readonly #links = new Map<string, HostedLink>();
  readonly #signings = new Map<number, (signature: Uint8Array | undefined) => void>();
  #transport: Transport | undefined;
  /** Frames of this task, passed on together when it ends. */
  #batch: LinkFrame[] = [];
  #lastNumber = 0;
  #isStopped = false;

  constructor(port: MessagePort, create: (start: TransportStart, signer: Signer) => Transport) {
    this.#port = port;
    this.#create = create;
  }

  handle(command: BridgeCommand): void {
    if (this.#isStopped) return;
    if (command.kind === "start") {
      this.#start(command.start);
    } else if (command.kind === "signed") {
      this.#signings.get(command.id)?.(command.signature);
      this.#signings.delete(command.id);
    } else if (command.kind === "send") {
      for (const frame of command.frames) this.#send(frame);
    } else {
      this.#call(must(this.#transport, "`start` comes first"), command);
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#transport?.stop();
    this.#port.close();
  }

  #start(start: TransportStart): void {
    const sign = (message: Uint8Array): Promise<Uint8Array> =>
      new Promise((resolve, reject) => {
        const id = ++this.#lastNumber;
        this.#signings.set(id, (signature) =>
          signature ? resolve(signature) : reject(new Error("the worker could not sign")),
        );
        this.#post({ kind: "sign", id, message });
      });
    this.#transport = this.#create(start, { device: start.device, sign });
    this.#transport.listen((event) => this.#report(event));
  }

  #call(
    transport: Transport,
    command: Extract<BridgeCommand, { kind: "connect" | "close" | "signal" | "stop" }>,
  ): void {
    if (command.kind === "connect") transport.connect(command.address);
    else if (command.kind === "signal") transport.deliverSignal(command.from, command.payload);
    else if (command.kind === "stop") this.stop();
    else if (command.link === undefined || this.#links.get(command.address)?.link === command.link) {
      transport.close(command.address); // a dial, or that very link and not its successor
    }
  }

  #send({ address, link, data }: LinkFrame): void {
    const entry = this.#links.get(address);
    if (entry?.link !== link) return;
    entry.waiting.push(data);
    this.#drain(address, entry);
  }

  #drain(address: string, entry: HostedLink): void {
    let bytes = 0;
    while (!entry.isFull) {
      const data = entry.waiting.shift();
      if (data === undefined) break;
      bytes += data.byteLength;
      entry.isFull = this.#transport?.send(address, new Uint8Array(data)) === false;
    }
    if (bytes > 0) this.#post({ kind: "taken", address, link: entry.link, bytes });
  }

  #report(event: TransportEvent): void {
    if (event.kind === "frame") {
      this.#batchFrame(event.address, event.frame);
      return;
    }
    this.#flush();
    if (event.kind === "opened") {
      const link = ++this.#lastNumber;
      this.#links.set(event.address, { link, waiting: [], isFull: false });
      this.#post({ kind: "opened", address: event.address, link, binding: event.binding });
    } else if (event.kind === "writable") {
      const entry = must(this.#links.get(event.address), "only open links become writable");
      entry.isFull = false;
      this.#drain(event.address, entry);
    } else {
      if (event.kind === "closed") this.#links.delete(event.address);
      this.#post({ kind: "event", event });
    }
  }

  #batchFrame(address: string, frame: Uint8Array): void {
    const { link } = must(this.#links.get(address), "frames come over open links");
    if (this.#batch.length === 0) queueMicrotask(() => this.#flush());
    this.#batch.push({ address, link, data: detachable(frame) });
  }

  #flush(): void {
    const frames = this.#batch;
    if (frames.length === 0) return;
    this.#batch = [];
    this.#post(
      { kind: "frames", frames },
      frames.map(({ data }) => data),
    );
  }

  #post(report: BridgeReport, transfer: Transferable[] = []): void {
    this.#port.postMessage(report, transfer);
  }
}
