/** Signaling messages for tests: well formed, with nobody behind them. */
import type { OfferSignal, PeerSignal } from "../../../shared/transport/peer-signal.ts";

/** A description whose certificate has this byte 32 times. */
export function sdpOf(certificate: number): string {
  const pairs = Array<string>(32).fill(certificate.toString(16).padStart(2, "0").toUpperCase()).join(":");
  return [
    "v=0",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    `a=fingerprint:sha-256 ${pairs}`,
    "",
  ].join("\r\n");
}

export function offerOf(connectionId: string): OfferSignal {
  const sdp = { type: "offer", sdp: sdpOf(1) } as const;
  return {
    type: "OFFER",
    payload: { type: "data", connectionId, sdp, label: "x", reliable: true, serialization: "raw" },
  };
}

export function answerOf(connectionId: string): PeerSignal {
  return { type: "ANSWER", payload: { type: "data", connectionId, sdp: { type: "answer", sdp: sdpOf(2) } } };
}

export function candidateOf(connectionId: string): PeerSignal {
  const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0 };
  return { type: "CANDIDATE", payload: { type: "data", connectionId, candidate } };
}

/** An address that sorts by its number. */
export function addressOf(number: number): string {
  return number.toString(16).padStart(32, "0");
}
