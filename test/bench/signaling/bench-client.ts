/** Clients for the load: as little work as a correct join allows. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { joinMessage } from "../../../shared/protocol/signaling.ts";
import { openLeanSocket, type LeanEvents, type LeanSocket } from "./lean-socket.ts";

/** Sockets of one network; the server takes 64 at once and 240 in a minute. */
const SOCKETS_PER_NETWORK = 50;
/** Peers of one project: a full cell. */
const ROOM_SIZE = 16;
/** Enough that none joins more often than the server allows. */
const DEVICE_COUNT = 2_000;

/** First number of the networks that honest clients come from. */
const HONEST_PREFIX = 10;

interface Device {
  readonly id: string;
  readonly key: KeyObject;
}

const devices = Array.from({ length: DEVICE_COUNT }, (): Device => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const id = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  return { id, key: privateKey };
});

/** @param index numbers all sockets of the run; it decides network, device and room */
export function openSocket(
  port: number,
  index: number,
  networkPrefix: number,
  address: string,
  events: LeanEvents,
): LeanSocket {
  const network = Math.floor(index / SOCKETS_PER_NETWORK);
  const path = `/peerjs?key=peerjs&id=${address}&token=t&version=1.5.5`;
  const headers = `X-Forwarded-For: ${networkPrefix}.0.${network >> 8}.${network & 255}\r\n`;
  return openLeanSocket(port, path, headers, events);
}

export const randomAddress = (): string => randomBytes(16).toString("hex");

/** Resolves to the socket when the introductions have come. */
export function joinOnce(port: number, index: number): Promise<LeanSocket> {
  return new Promise((resolve, reject) => {
    const address = randomAddress();
    const { id, key } = devices[index % DEVICE_COUNT] as Device;
    const room = Math.floor(index / ROOM_SIZE)
      .toString(16)
      .padStart(64, "0");
    const socket = openSocket(port, index, HONEST_PREFIX, address, {
      onMessage(text) {
        const message = JSON.parse(text) as { type: string; payload?: { nonce?: string } };
        if (message.type === "CHALLENGE") {
          const bytes = joinMessage(message.payload?.nonce ?? "", room, address);
          const payload = { room, device: id, signature: sign(null, bytes, key).toString("hex") };
          socket.send(JSON.stringify({ type: "JOIN", payload }));
        } else if (message.type === "PEERS") {
          resolve(socket);
        } else if (message.type !== "OPEN") {
          reject(new Error(text));
        }
      },
      onClose: () => reject(new Error("closed")),
    });
  });
}
