/** A client of the signaling server that does exactly what a test tells it, and remembers what it hears. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { WebSocket, type ClientOptions } from "ws";
import { joinMessage } from "../../../shared/protocol/signaling.ts";

export interface Heard {
  readonly type: string;
  readonly src?: string;
  readonly dst?: string;
  readonly payload?: { readonly nonce?: string; readonly msg?: string; readonly peers?: readonly string[] };
}

export interface Device {
  /** Ed25519 public key in hexadecimal. */
  readonly id: string;
  readonly key: KeyObject;
}

export function createDevice(): Device {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const id = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  return { id, key: privateKey };
}

export const randomHex = (byteCount: number): string => randomBytes(byteCount).toString("hex");

export const ROOM = "ab".repeat(32);
export const OTHER_ROOM = "cd".repeat(32);

export interface ClientSetup {
  readonly address?: string;
  readonly token?: string;
  readonly key?: string;
  readonly options?: ClientOptions;
}

export class SignalingClient {
  readonly address: string;
  readonly device = createDevice();
  readonly socket: WebSocket;
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  readonly #heard: Heard[] = [];
  readonly #waiting: ((message: Heard) => void)[] = [];

  constructor(
    port: number,
    { address = randomHex(16), token = "t", key = "peerjs", options }: ClientSetup = {},
  ) {
    this.address = address;
    const query = `key=${key}&id=${address}&token=${token}&version=1.5.5`;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/peerjs?${query}`, options);
    this.socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => this.socket.once("close", resolve));
    this.socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Heard;
      const waiting = this.#waiting.shift();
      if (waiting) waiting(message);
      else this.#heard.push(message);
    });
  }

  /** The next message, whatever it is. */
  next(): Promise<Heard> {
    const message = this.#heard.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  send(message: object | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Hears OPEN and CHALLENGE. @returns the nonce */
  async open(): Promise<string> {
    await this.next();
    return (await this.next()).payload?.nonce ?? "";
  }

  /** What a good client answers to `nonce`; `changes` make it a bad one. */
  joinAs(nonce: string, room = ROOM, changes: Readonly<Record<string, unknown>> = {}): object {
    const { key, id } = this.device;
    const signature = sign(null, joinMessage(nonce, room, this.address), key).toString("hex");
    return { type: "JOIN", payload: { room, device: id, signature, ...changes } };
  }

  /** Opens and joins. @returns the introductions */
  async join(room = ROOM): Promise<readonly string[]> {
    this.send(this.joinAs(await this.open(), room));
    return (await this.next()).payload?.peers ?? [];
  }

  /** Resolves when the server has handled everything sent before: it answers for somebody who is not there. */
  async settle(): Promise<Heard> {
    this.send({ type: "OFFER", dst: "f".repeat(32), payload: {} });
    return this.next();
  }

  async leave(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await this.closed;
  }
}

/** The HTTP status of a refused attempt to connect. */
export async function refusedStatus(client: SignalingClient): Promise<number> {
  const [, response] = (await once(client.socket, "unexpected-response")) as [
    unknown,
    { statusCode: number; resume(): void },
  ];
  response.resume();
  client.socket.terminate();
  return response.statusCode;
}
