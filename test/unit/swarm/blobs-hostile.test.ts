import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { exactly } from "../../../shared/swarm/blob/blob-ports.ts";
import { Blobs } from "../../../shared/swarm/blobs.ts";

const blobOf = (seed: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + seed * 7) & 255);
const nameOf = (bytes: Uint8Array): Hash => toHex(sha256(bytes));
const UPDATE = blobOf(1, 40_000);
const NAME = nameOf(UPDATE);

/** Whatever a peer sends: parts of what it owes and of what it does not, in any order and size, between other events. */
test("nothing that a peer sends throws, exceeds the memory, or is taken for what it is not", () => {
  const blobs = [blobOf(5, 3_000), blobOf(6, 5_000), blobOf(7, 9_000)];
  const limit = 6_000;
  let deliveries = 0;
  const anyPart = fc.record({
    blob: fc.nat(3), // the last is one that nobody asked for
    offset: fc.oneof(fc.constantFrom(0, 1_024, 2_000, 2_048), fc.nat(10_000)),
    totalBytes: fc.oneof(fc.constantFrom(3_000, 5_000, 9_000), fc.nat(0xffffffff)),
    length: fc.oneof(fc.constantFrom(0, 1, 976, 1_024, 2_048, 3_000), fc.nat(9_000)),
    isTrue: fc.boolean(),
  });
  const anyEvent = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("part" as const), part: anyPart, peer: fc.nat(2) }),
    },
    fc.record({
      kind: fc.constantFrom("missing", "want", "left", "expect", "fetch", "tick", "good", "begin", "bad"),
      blob: fc.nat(3),
      peer: fc.nat(2),
    }),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 30, maxLength: 80 }), (events) => {
      const clock = new VirtualClock();
      let offences = 0;
      const target = new Blobs({
        clock,
        send: () => {},
        sendBlob: () => true,
        cancelBlob: () => undefined,
        penalize: () => offences++,
        reassemblyBytes: limit,
      });
      const hashes = [...blobs.map(nameOf), NAME];
      const check = (hash: Hash) => (bytes: Uint8Array) => {
        deliveries++;
        expect(nameOf(bytes)).toBe(hash);
      };
      for (const event of events) {
        const peer = `peer ${event.peer}`;
        if (event.kind === "part") {
          const { blob, offset, totalBytes, length, isTrue } = event.part;
          const data = new Uint8Array(length);
          if (isTrue) data.set((blobs[blob] ?? UPDATE).subarray(offset, offset + length));
          target.onPart(peer, { hash: hashes[blob]!, offset, totalBytes, data });
        } else {
          const hash = hashes[event.blob]!;
          const size = exactly((blobs[event.blob] ?? UPDATE).length);
          const listener = { onDone: check(hash), onFailed: () => {} };
          if (event.kind === "missing") target.onMissing(peer, hash);
          if (event.kind === "want") target.onWant(peer, hash);
          if (event.kind === "left") target.onPeerLeft(peer);
          if (event.kind === "expect" && event.blob < 3) target.expect(hash, size, peer, listener);
          if (event.kind === "fetch" && event.blob < 3) target.fetch(hash, size, () => [peer], listener);
          if (event.kind === "good" || event.kind === "begin" || event.kind === "bad") {
            const bytes = (blobs[event.blob] ?? UPDATE).slice();
            if (event.kind === "bad") bytes[bytes.length - 1]! ^= 1;
            const end = event.kind === "begin" ? 1_024 : bytes.length;
            for (let offset = 0; offset < end; offset += 1_024) {
              const data = bytes.subarray(offset, offset + 1_024);
              target.onPart(peer, { hash, offset, totalBytes: bytes.length, data });
            }
          }
          if (event.kind === "tick") clock.advanceBy(1_000);
        }
        expect(target.heldBytes).toBeGreaterThanOrEqual(0);
        expect(target.heldBytes).toBeLessThanOrEqual(limit);
      }
      for (const peer of [0, 1, 2]) target.onPeerLeft(`peer ${peer}`);
      expect(target.heldBytes).toBe(0);
      const before = offences;
      target.onPart("peer 0", { hash: NAME, offset: 0, totalBytes: 1, data: Uint8Array.of(1) });
      expect(offences).toBe(before + 1);
    }),
    { numRuns: 300, seed: 3 },
  );
  expect(deliveries).toBeGreaterThan(10); // some of it was good
});
