import { afterEach, expect, test } from "vitest";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import type { Transport, TransportEvent } from "../../../shared/ports/transport.ts";
import { FRAME_BYTES } from "../../../shared/protocol/limits.ts";
import { BRIDGE_WINDOW_BYTES } from "../../../shared/transport/bridge-message.ts";
import { openTransport } from "../../../worker/transport-bridge.ts";
import { hostTransport } from "../../../web/transport/transport-host.ts";

/** The page's transport, played by the test. */
class ScriptedTransport implements Transport {
  readonly address = "page";
  readonly sent: Uint8Array[] = [];
  readonly calls: string[] = [];
  takes = true;
  tell: (event: TransportEvent) => void = () => undefined;
  listen(listener: (event: TransportEvent) => void): void {
    this.tell = listener;
    this.calls.push("listen");
  }
  connect(address: string): void {
    this.calls.push(`connect ${address}`);
  }
  close(address: string): void {
    this.calls.push(`close ${address}`);
  }
  send(_address: string, frame: Uint8Array): boolean {
    this.sent.push(frame);
    return this.takes;
  }
  deliverSignal(): void {}
  stop(): void {
    this.calls.push("stop");
  }
}

/** Resolves when whatever was posted before has arrived. */
async function portsAreQuiet(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port2.addEventListener("message", resolve);
    port2.start();
    port1.postMessage("");
  });
  port1.close();
}

let finish = (): void => undefined;
afterEach(() => finish());

async function createBridge(signer: Signer = createSigner(new Uint8Array(32))) {
  const { port1, port2 } = new MessageChannel();
  const page = new ScriptedTransport();
  let pageSigner: Signer = signer;
  const stopHosting = hostTransport(port1, (_start, given) => {
    pageSigner = given;
    return page;
  });
  const start = { address: "worker", room: "", device: signer.device, servers: [], iceServers: [] };
  const transport = openTransport(port2, { ...start, isRelayOnly: false }, signer);
  const events: TransportEvent[] = [];
  transport.listen((event) => events.push(event));
  finish = () => transport.stop();
  await expect.poll(() => page.calls).toEqual(["listen"]);
  const open = async () => {
    const opened = events.length;
    page.tell({ kind: "opened", address: "peer", binding: new Uint8Array(32) });
    await expect.poll(() => events.length).toBe(opened + 1);
  };
  return { page, pageSigner, transport, events, open, stopHosting };
}

test("a full link holds frames back on the page, and the worker is told to wait", async () => {
  const { page, transport, events, open } = await createBridge();
  await open();
  page.takes = false;
  let count = 0;
  while (transport.send("peer", new Uint8Array(FRAME_BYTES))) count++;
  expect(count).toBe(BRIDGE_WINDOW_BYTES / FRAME_BYTES);
  await expect.poll(() => page.sent.length).toBe(1);
  transport.connect("marker"); // comes behind all frames
  await expect.poll(() => page.calls.at(-1)).toBe("connect marker");
  expect(page.sent).toHaveLength(1);
  page.takes = true;
  page.tell({ kind: "writable", address: "peer" });
  await expect.poll(() => events.at(-1)?.kind).toBe("writable");
  expect(page.sent).toHaveLength(count + 1);
});

test("what was meant for a link that has ended does not reach the next one to the same address", async () => {
  const { page, transport, open } = await createBridge();
  await open();
  page.tell({ kind: "closed", address: "peer", reason: "lost" });
  page.tell({ kind: "opened", address: "peer", binding: new Uint8Array(32) });
  transport.send("peer", Uint8Array.of(1)); // the worker does not know yet
  transport.close("peer");
  transport.connect("marker");
  await expect.poll(() => page.calls.at(-1)).toBe("connect marker");
  expect(page.sent).toEqual([]);
  expect(page.calls).not.toContain("close peer");
});

// After a crash nobody said stop: the transport went on holding its links and its place in the room.
test("the page ends the transport of a worker that cannot", async () => {
  const { page, transport, stopHosting } = await createBridge();
  transport.connect("too late");
  stopHosting();
  expect(page.calls).toEqual(["listen", "stop"]);
  await portsAreQuiet();
  expect(page.calls).toEqual(["listen", "stop"]);
});

test("a worker that starts a transport with its last breath gets none", async () => {
  const { port1, port2 } = new MessageChannel();
  const page = new ScriptedTransport();
  const stopHosting = hostTransport(port1, () => page);
  const start = { address: "worker", room: "", device: "", servers: [], iceServers: [], isRelayOnly: false };
  openTransport(port2, start, createSigner(new Uint8Array(32))).listen(() => undefined);
  stopHosting();
  await portsAreQuiet();
  expect(page.calls).toEqual([]);
});

test("the page asks the worker for signatures, and hears when there is none", async () => {
  const signer = createSigner(new Uint8Array(32).fill(3));
  const { pageSigner } = await createBridge(signer);
  const message = Uint8Array.of(1, 2, 3);
  expect(await pageSigner.sign(message)).toEqual(await signer.sign(message));
  finish();
  const failing = await createBridge({ device: "", sign: () => Promise.reject(new Error("no key")) });
  await expect(failing.pageSigner.sign(message)).rejects.toThrow("could not sign");
});
