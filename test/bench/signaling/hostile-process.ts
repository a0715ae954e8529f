/** Sockets that send what no client sends, and come back as soon as they are thrown out. */
import { setTimeout as sleep } from "node:timers/promises";
import { openSocket, randomAddress } from "./bench-client.ts";
import { answerParent } from "./child.ts";

export interface HostileQuestion {
  readonly port: number;
  /** How many at once; 0 ends the flood. */
  readonly count: number;
}

export interface HostileAnswer {
  readonly attempts: number;
  readonly messages: number;
}

/** Networks of their own: the flood must not use up what honest networks may do. */
const NETWORK_PREFIX = 172;
const MESSAGES_PER_SOCKET = 20;
const PAUSE_MS = 1_000;
const MALFORMED = [
  "{not json",
  "null",
  "[".repeat(16_000),
  '{"__proto__":{"type":"OPEN"}}',
  '{"type":"OFFER","dst":[]}',
  "x".repeat(20_000),
];

let isFlooding = false;
let attempts = 0;
let messages = 0;

function attack(port: number, index: number): Promise<void> {
  return new Promise((resolve) => {
    attempts++;
    const socket = openSocket(port, index, NETWORK_PREFIX, randomAddress(), {
      onOpen() {
        for (let count = 0; count < MESSAGES_PER_SOCKET; count++) {
          socket.send(MALFORMED[(index + count) % MALFORMED.length] ?? "");
          messages++;
        }
      },
      onClose: resolve,
    });
  });
}

async function attackForEver(port: number, index: number): Promise<void> {
  await sleep((index % 100) * (PAUSE_MS / 100)); // not all in the same millisecond
  while (isFlooding) {
    await attack(port, index);
    await sleep(PAUSE_MS);
  }
}

answerParent(({ port, count }: HostileQuestion): Promise<HostileAnswer> => {
  isFlooding = count > 0;
  for (let index = 0; index < count; index++) void attackForEver(port, index);
  return Promise.resolve({ attempts, messages });
});
