import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_SIGNAL_BYTES } from "../../../shared/protocol/limits.ts";
import { bindingOf, fingerprintOf } from "../../../shared/transport/dtls-fingerprint.ts";
import {
  formatPeerSignal,
  parsePeerSignal,
  parseServerMessage,
  type PeerSignal,
} from "../../../shared/transport/peer-signal.ts";
import { addressOf, answerOf, candidateOf, offerOf, sdpOf } from "./signals.ts";

const SIGNALS: readonly PeerSignal[] = [offerOf("dc_1234"), answerOf("dc_1234"), candidateOf("dc_1234")];

test.for(SIGNALS)("$type passes by way of a neighbour and of the server", (signal) => {
  expect(parsePeerSignal(formatPeerSignal(signal))).toEqual({ ok: true, value: signal });
  const fromServer = JSON.stringify({ ...signal, src: addressOf(7), dst: addressOf(8) });
  expect(parseServerMessage(fromServer)).toEqual({
    ok: true,
    message: { type: "SIGNAL", src: addressOf(7), signal },
  });
});

test("what the server says for itself is understood", () => {
  const nonce = "0".repeat(64);
  const messages = [
    { type: "OPEN" },
    { type: "CHALLENGE", payload: { nonce } },
    { type: "PEERS", payload: { peers: [addressOf(1)] } },
    { type: "EXPIRE", src: addressOf(1) },
    { type: "ERROR", payload: { msg: "no" } },
  ];
  for (const message of messages)
    expect(parseServerMessage(JSON.stringify(message))).toEqual({ ok: true, message });
});

const offer = offerOf("dc_1234").payload;
const REFUSED: readonly (readonly [string, unknown])[] = [
  ["another decoder", { ...offer, serialization: "binary" }],
  ["a media connection", { ...offer, type: "media" }],
  ["an unreliable channel", { ...offer, reliable: false }],
  ["a connection id with other characters", { ...offer, connectionId: "dc_<1>" }],
  ["an answer inside an offer", { ...offer, sdp: { type: "answer", sdp: sdpOf(1) } }],
  ["two certificates", { ...offer, sdp: { type: "offer", sdp: sdpOf(1) + sdpOf(2) } }],
  ["no certificate", { ...offer, sdp: { type: "offer", sdp: "v=0\r\nm=application 9 x y\r\n" } }],
  ["a video line", { ...offer, sdp: { type: "offer", sdp: `${sdpOf(1)}m=video 9 x 96\r\n` } }],
  [
    "a description that is too long",
    { ...offer, sdp: { type: "offer", sdp: sdpOf(1).padEnd(MAX_SIGNAL_BYTES + 1) } },
  ],
  ["nothing", null],
];
test.for(REFUSED)("an offer with %s is refused", ([, payload]) => {
  expect(parsePeerSignal(JSON.stringify({ type: "OFFER", payload }))).toMatchObject({ ok: false });
});

test("a source that is no address is refused", () => {
  const text = JSON.stringify({ ...offerOf("dc_1234"), src: "__proto__" });
  expect(parseServerMessage(text)).toMatchObject({ ok: false });
});

test("no text makes the parsers throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(typeof parseServerMessage(text).ok).toBe("boolean");
      expect(typeof parsePeerSignal(text).ok).toBe("boolean");
    }),
    { seed: 3, numRuns: 500 },
  );
});

test("the binding is the same on both ends and changes with either certificate", () => {
  expect(fingerprintOf(sdpOf(0xab))).toEqual(new Uint8Array(32).fill(0xab));
  expect(fingerprintOf(sdpOf(1).replace("sha-256", "sha-1"))).toBeUndefined();
  const binding = bindingOf(sdpOf(1), sdpOf(2));
  expect(binding).toHaveLength(32);
  expect(bindingOf(sdpOf(2), sdpOf(1))).toEqual(binding);
  expect(bindingOf(sdpOf(1), sdpOf(3))).not.toEqual(binding);
});
