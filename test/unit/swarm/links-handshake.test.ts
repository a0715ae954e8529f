import { describe, expect, it } from "vitest";
import { createSigner, ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { HALF_OPEN_MS } from "../../../shared/protocol/limits.ts";
import { OLDEST_VERSION, PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { leftOf, Net, reasonOf, sealSigner, STATUS } from "./links-fixture.ts";

describe("the handshake of a link", () => {
  it("tells both ends who the other is, before anything else is heard", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(1000);
    expect(a.links.peers()).toEqual([b.device]);
    expect(b.links.peers()).toEqual([a.device]);
    await net.run(2000);
    for (const { events } of [a, b]) {
      const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== "connectivity");
      expect(kinds[0]).toBe("joined");
      expect(kinds.filter((kind) => kind === "joined")).toHaveLength(1);
      expect(kinds).toContain("message");
    }
  });

  it("works with real Ed25519 keys", async () => {
    const net = new Net();
    const signerOf = (byte: number) => createSigner(new Uint8Array(32).fill(byte));
    const a = net.peer("a", { signer: signerOf(1), verifier: ed25519Verifier });
    const b = net.peer("b", { signer: signerOf(2), verifier: ed25519Verifier });
    await net.run(1000);
    expect(a.links.peers()).toEqual([b.device]);
    expect(b.links.peers()).toEqual([a.device]);
  });

  it("names the cause on both ends when they train different projects", async () => {
    const net = new Net();
    const a = net.peer("a");
    const b = net.peer("b", { project: hashOf(new Uint8Array(1)) });
    await net.run(1500);
    expect(reasonOf(a, "b")).toBe("it trains another project");
    expect(reasonOf(b, "a")).toBe("it trains another project");
    expect(a.links.peers()).toEqual([]);
  });

  it("names a version mismatch", async () => {
    const net = new Net();
    const [a, stranger] = [net.peer("a"), net.stranger("s")];
    stranger.versions = { version: 9, oldest: 7 };
    await stranger.dial(net, "a");
    stranger.hello("a");
    await net.run(500);
    const own = `${OLDEST_VERSION} to ${PROTOCOL_VERSION}`;
    expect(reasonOf(a, "s")).toBe(`version mismatch: it speaks 7 to 9, this side ${own}`);
    expect(stranger.isClosed("a")).toBe(false); // our hello must get there first
    await net.run(2000);
    expect(stranger.isClosed("a")).toBe(true);
  });

  it("does not link a device with itself", async () => {
    const net = new Net();
    const [a, other] = [net.peer("a"), net.peer("b", { signer: sealSigner("a") })];
    await net.run(1500);
    expect(reasonOf(a, "b")).toContain("this device itself");
    expect([...a.links.peers(), ...other.links.peers()]).toEqual([]);
  });

  it("refuses a key whose signature is for another link", async () => {
    const net = new Net();
    const [a, stranger] = [net.peer("a"), net.stranger("s")];
    await stranger.dial(net, "a");
    stranger.hello("a");
    stranger.auth("a", stranger.device, new Uint8Array(32));
    await net.run(100);
    expect(reasonOf(a, "s")).toBe("its signature does not fit this link");
    expect(a.links.peers()).toEqual([]);
    expect(stranger.isClosed("a")).toBe(true);
  });

  it("refuses our own signature sent back to us", async () => {
    const net = new Net();
    const [a, stranger] = [net.peer("a"), net.stranger("s")];
    await stranger.dial(net, "a");
    stranger.hello("a", sealSigner("victim").device);
    await net.run(100);
    const ours = stranger.heard("a").find(({ kind }) => kind === "auth");
    stranger.send("a", ours!);
    await net.run(100);
    expect(reasonOf(a, "s")).toBe("its signature does not fit this link");
  });

  it.each([
    ["a status", STATUS, "status before its time"],
    ["a signature without a hello", { kind: "auth", signature: new Uint8Array(64) } as const, "auth before"],
  ])("closes a link on which %s comes first", async (_, message, reason) => {
    const net = new Net();
    const [a, stranger] = [net.peer("a"), net.stranger("s")];
    await stranger.dial(net, "a");
    stranger.send("a", message);
    await net.run(100);
    expect(reasonOf(a, "s")).toContain(reason);
    expect(stranger.isClosed("a")).toBe(true);
    expect(a.events.some(({ kind }) => kind === "message")).toBe(false);
  });

  it("closes a link that stays anonymous, and keeps the others", async () => {
    const net = new Net();
    const [a, b, stranger] = [net.peer("a"), net.peer("b"), net.stranger("s")];
    await stranger.dial(net, "a");
    await net.run(HALF_OPEN_MS - 1000);
    expect(stranger.isClosed("a")).toBe(false);
    await net.run(2000);
    expect(stranger.isClosed("a")).toBe(true);
    expect(a.links.peers()).toEqual([b.device]);
  });

  it("keeps the older of two links of one device while it lives, and takes the newer once it is silent", async () => {
    const net = new Net();
    const [a, first] = [net.peer("a"), net.stranger("s")];
    await first.join(net, "a");
    const second = net.stranger("t");
    const joinAs = async () => {
      await second.dial(net, "a");
      second.hello("a", first.device);
      second.auth("a", first.device);
      await net.run(100);
    };
    first.send("a", STATUS);
    await joinAs();
    expect(reasonOf(a, "t")).toBe("this device has another link");
    await net.run(2200); // no sign of life from the first
    second.events.length = 0;
    await joinAs();
    expect(a.links.peers()).toEqual([first.device]);
    expect(leftOf(a)).toEqual(["replaced"]);
    expect(first.isClosed("a")).toBe(true);
  });
});
