/**
 * The Transport port across a MessagePort: connections live on the page's main thread, the swarm in a worker. Frames are
 * transferred, not copied. A link has a number, so that a frame for a link that has ended never reaches its successor.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import type { TransportEvent } from "../ports/transport.ts";
import type { SignalingConfig } from "../protocol/signaling.ts";

/** Bytes of one link on their way through the port, or waiting behind it for the link's own buffer. */
export const BRIDGE_WINDOW_BYTES = 262_144;

/** What a transport needs to know to start. */
export interface TransportStart {
  /** New and unguessable in every session. */
  readonly address: string;
  /** The project. */
  readonly room: Hash;
  /** Whose signature the signaling server asks for. */
  readonly device: PeerId;
  /** Base addresses of signaling servers: ws:// or wss://. */
  readonly servers: readonly string[];
  readonly iceServers: SignalingConfig["iceServers"];
  /** Only through TURN servers, so that others do not see the visitor's addresses. */
  readonly isRelayOnly: boolean;
}

export interface LinkFrame {
  readonly address: string;
  readonly link: number;
  readonly data: ArrayBuffer;
}

/** From the worker to the page. */
export type BridgeCommand =
  | { readonly kind: "start"; readonly start: TransportStart }
  | { readonly kind: "connect"; readonly address: string }
  | { readonly kind: "close"; readonly address: string; readonly link: number | undefined }
  | { readonly kind: "signal"; readonly from: string; readonly payload: string }
  | { readonly kind: "send"; readonly frames: readonly LinkFrame[] }
  /** Undefined when the device key cannot sign. */
  | { readonly kind: "signed"; readonly id: number; readonly signature: Uint8Array | undefined }
  | { readonly kind: "stop" };

/** From the page to the worker. */
export type BridgeReport =
  | {
      readonly kind: "event";
      readonly event: Exclude<TransportEvent, { kind: "frame" | "opened" | "writable" }>;
    }
  | { readonly kind: "opened"; readonly address: string; readonly link: number; readonly binding: Uint8Array }
  | { readonly kind: "frames"; readonly frames: readonly LinkFrame[] }
  /** So many bytes of this link have gone into its own buffer. */
  | { readonly kind: "taken"; readonly address: string; readonly link: number; readonly bytes: number }
  | { readonly kind: "sign"; readonly id: number; readonly message: Uint8Array };

/** The frame's bytes as a buffer of their own, which can be transferred. */
export function detachable(frame: Uint8Array): ArrayBuffer {
  const { buffer } = frame;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === frame.byteLength;
  return isWhole ? buffer : frame.slice().buffer;
}
