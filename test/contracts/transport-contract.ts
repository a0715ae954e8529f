/** What every transport must do, whatever carries it. Run by transports.test.ts (memory, Node) and test/browser/transport.test.ts. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "../../shared/core/hash.ts";
import type { Transport, TransportEvent } from "../../shared/ports/transport.ts";
import { FRAME_BYTES } from "../../shared/protocol/limits.ts";

export interface TransportWorld {
  /** A new transport, not listening yet. Those of one world can find each other. @param dialTimeoutMs where dials are limited in real time */
  createTransport(dialTimeoutMs: number): Promise<Transport>;
  /** Well formed, and nobody's. */
  readonly absentAddress: string;
  /** The signaling server goes away. */
  stopSignaling(): Promise<void>;
  /** Lets things happen until the condition holds; rejects when it never does. */
  until(isTrue: () => boolean): Promise<void>;
  dispose(): Promise<void>;
}

/** So that no link that is to open ends before it has, however slow the computer is. */
const PATIENT_MS = 60_000;
/** For dials that nobody can answer. */
const BRIEF_MS = 1_000;

type EventOf<Kind extends TransportEvent["kind"]> = Extract<TransportEvent, { kind: Kind }>;

/** A transport that listens, and everything it said. */
class Recorder {
  readonly transport: Transport;
  readonly events: TransportEvent[] = [];
  readonly #world: TransportWorld;
  readonly #counts = new Map<string, number>();
  readonly #hearers = new Set<(event: TransportEvent) => void>();
  /** Whether a call into the transport is under way. */
  #isCalling = false;

  constructor(world: TransportWorld, transport: Transport) {
    this.#world = world;
    this.transport = transport;
    this.transport.listen((event) => {
      if (this.#isCalling) throw new Error(`${event.kind} arrived inside a call`);
      this.events.push(event);
      this.#counts.set(event.kind, this.count(event.kind) + 1);
      for (const hear of this.#hearers) hear(event);
    });
  }

  get address(): string {
    return this.transport.address;
  }

  call<T>(run: (transport: Transport) => T): T {
    this.#isCalling = true;
    try {
      return run(this.transport);
    } finally {
      this.#isCalling = false;
    }
  }

  onEvent(hear: (event: TransportEvent) => void): () => void {
    this.#hearers.add(hear);
    return () => void this.#hearers.delete(hear);
  }

  count(kind: TransportEvent["kind"]): number {
    return this.#counts.get(kind) ?? 0;
  }

  of<Kind extends TransportEvent["kind"]>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  reasons(): string[] {
    return this.of("closed").map(({ reason }) => reason);
  }

  frames(): Uint8Array[] {
    return this.of("frame").map(({ frame }) => frame);
  }

  async until(kind: TransportEvent["kind"], count = 1): Promise<void> {
    await this.#world
      .until(() => this.count(kind) >= count)
      .catch((cause: unknown) => {
        const heard = this.events.map((event) => event.kind).slice(-20);
        throw new Error(`heard no ${kind} number ${count}, but ${heard.join(", ")}`, { cause });
      });
  }

  /** Sends them all, and waits whenever the link asks for it. */
  async sendAll(to: string, frames: Iterable<Uint8Array>): Promise<void> {
    for (const frame of frames) {
      const writable = this.count("writable");
      if (!this.call((transport) => transport.send(to, frame))) await this.until("writable", writable + 1);
    }
  }
}

/** Bytes that tell frames apart. */
function patternOf(index: number, bytes: number): Uint8Array {
  const pattern = new Uint8Array(bytes).fill(index);
  for (let position = 0; position < bytes; position += 64) pattern[position] = (index * 31 + position) & 255;
  return pattern;
}

export function describeTransport(name: string, openWorld: () => Promise<TransportWorld>): void {
  describe(`transport: ${name}`, () => {
    let world: TransportWorld;
    let a: Recorder;
    let b: Recorder;
    const entered: Recorder[] = [];
    beforeEach(async () => {
      world = await openWorld();
      [a, b] = await Promise.all([enter(), enter()]);
    });
    afterEach(async () => {
      for (const { transport } of entered.splice(0)) transport.stop();
      await world.dispose();
    });

    /** One more in the room. */
    const enter = async (dialTimeoutMs = PATIENT_MS): Promise<Recorder> => {
      const end = new Recorder(world, await world.createTransport(dialTimeoutMs));
      entered.push(end);
      await world.until(() => end.of("signaling").at(-1)?.state === "online");
      return end;
    };
    const connect = async (): Promise<void> => {
      a.call((transport) => transport.connect(b.address));
      await Promise.all([a.until("opened"), b.until("opened")]);
    };
    /** Whatever was sent before this has arrived afterwards. */
    const exchangeMarkers = async (): Promise<void> => {
      const [atA, atB] = [a.count("frame"), b.count("frame")];
      a.call((transport) => transport.send(b.address, Uint8Array.of(1)));
      b.call((transport) => transport.send(a.address, Uint8Array.of(2)));
      await world.until(() => a.count("frame") > atA && b.count("frame") > atB);
    };

    testOpening();
    testFrames();
    testEnds();

    function testOpening(): void {
      test("a newcomer is introduced to whoever is there", async () => {
        const late = await enter();
        await late.until("introduced");
        expect(late.of("introduced")[0]!.addresses.toSorted()).toEqual([a.address, b.address].toSorted());
      });

      test("a link opens on both ends with the same binding", async () => {
        await connect();
        const [atA, atB] = [a.of("opened")[0]!, b.of("opened")[0]!];
        expect([atA.address, atB.address]).toEqual([b.address, a.address]);
        expect(atA.binding).toHaveLength(32);
        expect(atA.binding).toEqual(atB.binding);
      });

      test("dialling twice, or an open address, gives one link", async () => {
        a.call((transport) => transport.connect(b.address));
        await connect();
        a.call((transport) => transport.connect(b.address));
        await exchangeMarkers();
        expect([a.of("opened").length, b.of("opened").length]).toEqual([1, 1]);
        expect([a.reasons(), b.reasons()]).toEqual([[], []]);
      });

      test("dialling from both ends at once gives one link", async () => {
        a.call((transport) => transport.connect(b.address));
        b.call((transport) => transport.connect(a.address));
        await Promise.all([a.until("opened"), b.until("opened")]);
        await exchangeMarkers();
        expect([a.of("opened").length, b.of("opened").length]).toEqual([1, 1]);
        expect(a.of("opened")[0]!.binding).toEqual(b.of("opened")[0]!.binding);
        expect([a.reasons(), b.reasons()]).toEqual([[], []]);
      });

      test("an address where nobody is cannot be reached, and we are told", async () => {
        const c = await enter(BRIEF_MS);
        c.call((transport) => transport.connect(world.absentAddress));
        await c.until("closed");
        const told = { kind: "closed", address: world.absentAddress, reason: "unreachable" };
        expect(c.of("closed")).toEqual([told]);
      });

      test("without the server, links live on and a common neighbour carries the dialling", async () => {
        await connect();
        const c = await enter();
        c.call((transport) => transport.connect(b.address));
        await b.until("opened", 2);
        await world.stopSignaling();
        await world.until(() => [a, b, c].every((end) => end.of("signaling").at(-1)?.state === "offline"));
        await exchangeMarkers();
        // b passes on what a and c cannot send each other, as the swarm's relay message does.
        const ends = [a, c];
        const unsubscribe = ends.map((end) =>
          end.onEvent((event) => {
            if (event.kind !== "signal") return;
            const receiver = ends.find(({ address }) => address === event.to)!;
            receiver.call((transport) => transport.deliverSignal(end.address, event.payload));
          }),
        );
        a.call((transport) => transport.deliverSignal(c.address, "not a signaling message"));
        a.call((transport) => transport.connect(c.address));
        await Promise.all([a.until("opened", 2), c.until("opened", 2)]);
        for (const stop of unsubscribe) stop();
      });
    }

    function testFrames(): void {
      test("frames of any size up to the largest arrive whole and in order, both ways at once", async () => {
        await connect();
        const sizes = [1, FRAME_BYTES, 2, FRAME_BYTES - 1, 4096, 3, FRAME_BYTES];
        const frames = (from: number) => sizes.map((bytes, index) => patternOf(from + index, bytes));
        await Promise.all([a.sendAll(b.address, frames(0)), b.sendAll(a.address, frames(100))]);
        await Promise.all([a.until("frame", sizes.length), b.until("frame", sizes.length)]);
        expect(b.frames().map(hashOf)).toEqual(frames(0).map(hashOf));
        expect(a.frames().map(hashOf)).toEqual(frames(100).map(hashOf));
      });

      test("ten thousand small frames arrive in order", async () => {
        await connect();
        const numbered = (index: number) => new Uint8Array(Uint32Array.of(index).buffer);
        await a.sendAll(
          b.address,
          Array.from({ length: 10_000 }, (_, index) => numbered(index)),
        );
        await b.until("frame", 10_000);
        const received = b
          .frames()
          .map((frame) => new DataView(frame.buffer, frame.byteOffset).getUint32(0, true));
        expect(received).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
      });

      test("a link pushes back when it is full, says when it takes more, and loses nothing", async () => {
        await connect();
        let sent = 0;
        let isTaking = true;
        while (isTaking && sent < 4096) {
          const frame = patternOf(sent++, FRAME_BYTES);
          isTaking = a.call((transport) => transport.send(b.address, frame));
        }
        expect(isTaking).toBe(false);
        await a.until("writable");
        expect(a.call((transport) => transport.send(b.address, Uint8Array.of(9)))).toBe(true);
        await b.until("frame", sent + 1);
        expect(b.frames().map((frame) => frame.length)).toEqual([
          ...Array<number>(sent).fill(FRAME_BYTES),
          1,
        ]);
        expect(a.of("writable")).toHaveLength(1);
      });

      test("a sender may use its buffer again only by making another", async () => {
        await connect();
        const backing = patternOf(0, 64);
        a.call((transport) => transport.send(b.address, backing.slice(8, 24)));
        await b.until("frame");
        expect(b.frames()[0]).toEqual(backing.slice(8, 24));
      });
    }

    function testEnds(): void {
      test("closing ends the link on both sides, and it can be dialled again", async () => {
        await connect();
        a.call((transport) => transport.close(b.address));
        await Promise.all([a.until("closed"), b.until("closed")]);
        expect([a.reasons(), b.reasons()]).toEqual([["closed"], ["left"]]);
        expect(a.call((transport) => transport.send(b.address, Uint8Array.of(1)))).toBe(true);
        b.call((transport) => transport.connect(a.address));
        await Promise.all([a.until("opened", 2), b.until("opened", 2)]);
        await exchangeMarkers();
        expect(b.frames()).toHaveLength(1);
      });

      test("a dial can be called off", async () => {
        a.call((transport) => transport.connect(world.absentAddress));
        a.call((transport) => transport.close(world.absentAddress));
        await a.until("closed");
        expect(a.reasons()).toEqual(["closed"]);
      });

      test("after stop the others know, and nothing is heard any more", async () => {
        await connect();
        const c = await enter(BRIEF_MS);
        a.call((transport) => transport.stop());
        const heard = a.events.length;
        b.call((transport) => transport.send(a.address, Uint8Array.of(1)));
        await b.until("closed");
        expect(b.reasons()).toEqual(["left"]);
        a.call((transport) => transport.connect(b.address));
        a.call((transport) => transport.stop());
        c.call((transport) => transport.connect(a.address));
        await c.until("closed");
        expect(c.reasons()).toEqual(["unreachable"]);
        expect(a.events).toHaveLength(heard);
      });
    }
  });
}
