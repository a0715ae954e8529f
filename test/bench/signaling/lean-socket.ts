/**
 * As much of a WebSocket client as the load needs. The load shares the computer with the server, and a whole client
 * costs more than what is measured.
 */
import { connect } from "node:net";

const TEXT = 0x81;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;
const MASKED = 0x80;
/** From here on a length takes two bytes more; none of our messages needs eight. */
const LONG_LENGTH = 126;
const HEADERS_END = "\r\n\r\n";

export interface LeanSocket {
  readonly isOpen: boolean;
  send(text: string): void;
  close(): void;
}

export interface LeanEvents {
  onOpen?(): void;
  onMessage?(text: string): void;
  /** The connection is gone, or never was. */
  onClose(): void;
}

/** @param headers lines that end in CRLF */
export function openLeanSocket(port: number, path: string, headers: string, events: LeanEvents): LeanSocket {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let isOpen = false;
  const send = (kind: number, body: Buffer): void => {
    if (socket.writable) socket.write(Buffer.concat([frameHead(kind, body.length), body]));
  };
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
  );
  socket.on("data", (data: Buffer) => {
    received = received.length > 0 ? Buffer.concat([received, data]) : data;
    if (!isOpen) {
      const end = received.indexOf(HEADERS_END);
      if (end < 0) return;
      if (!received.toString("latin1", 0, 12).endsWith("101")) return void socket.destroy();
      received = received.subarray(end + HEADERS_END.length);
      isOpen = true;
      events.onOpen?.();
    }
    for (let frame = nextFrame(received); frame; frame = nextFrame(received)) {
      received = frame.rest;
      if (frame.kind === TEXT) events.onMessage?.(frame.body.toString());
      else if (frame.kind === PING) send(PONG, frame.body);
      else if (frame.kind === CLOSE) send(CLOSE, frame.body);
    }
  });
  socket.on("end", () => socket.end());
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    isOpen = false;
    events.onClose();
  });
  return {
    get isOpen() {
      return isOpen;
    },
    send: (text) => send(TEXT, Buffer.from(text)),
    close: () => send(CLOSE, Buffer.alloc(0)),
  };
}

/** Clients must mask; a mask of zeros leaves the body as it is. */
function frameHead(kind: number, length: number): Buffer {
  const isLong = length >= LONG_LENGTH;
  const head = Buffer.alloc(isLong ? 8 : 6);
  head[0] = kind;
  head[1] = MASKED | (isLong ? LONG_LENGTH : length);
  if (isLong) head.writeUInt16BE(length, 2);
  return head;
}

/** The first whole frame of `bytes`, if there is one. Servers do not mask. */
function nextFrame(bytes: Buffer): { kind: number; body: Buffer; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const [kind = 0, short = 0] = bytes;
  const headLength = short === LONG_LENGTH ? 4 : 2;
  if (bytes.length < headLength) return undefined;
  const end = headLength + (short === LONG_LENGTH ? bytes.readUInt16BE(2) : short);
  if (bytes.length < end) return undefined;
  return { kind, body: bytes.subarray(headLength, end), rest: bytes.subarray(end) };
}
