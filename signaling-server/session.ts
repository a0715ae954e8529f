/**
 * One socket, from OPEN to its end: challenge, join, then messages carried to others in its room. Whatever breaks the
 * protocol ends this socket and nothing else.
 */
import { randomBytes } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import { unreachable } from "../shared/core/assert.ts";
import { INTRODUCED_PEERS } from "../shared/protocol/limits.ts";
import type { ClientJoin, ClientRelay, ServerChallenge, ServerPeers } from "../shared/protocol/signaling.ts";
import type { Bucket } from "./bucket.ts";
import { parseClientMessage, type ClientMessage } from "./client-message.ts";
import type { Hub, Member } from "./hub.ts";
import type { ServerLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { isSignedJoin } from "./verify-join.ts";

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

/** What a client hears when it is refused. The keys are the labels in the metrics. */
const REFUSALS = {
  malformed: "This is no message of the protocol.",
  "not-joined": "Join a room first.",
  "joined-twice": "One join per socket.",
  signature: "The signature of the join is wrong.",
  "join-timeout": "No join came in time.",
  "join-rate": "This device joins too often. Wait a minute.",
  "network-rate": "Too many messages from this network. Wait ten seconds.",
  "device-rate": "Too many messages from this device. Wait ten seconds.",
} as const;
type Refusal = keyof typeof REFUSALS;

/** What all sessions of a server share. */
export interface SessionWorld {
  readonly hub: Hub<Session>;
  readonly limits: ServerLimits;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly messagesPerNetwork: Bucket;
  readonly messagesPerDevice: Bucket;
  readonly joinsPerDevice: Bucket;
  readonly introductionsPerDevice: Bucket;
}

/** What the client said of itself when it connected. */
export interface Visitor {
  readonly address: string;
  readonly token: string;
  readonly network: string;
}

export class Session implements Member {
  readonly address: string;
  readonly token: string;
  room: string | undefined;
  readonly #network: string;
  readonly #socket: WebSocket;
  readonly #world: SessionWorld;
  readonly #nonce = randomBytes(32).toString("hex");
  readonly #joinTimer: NodeJS.Timeout;
  readonly #pingTimer: NodeJS.Timeout;
  /** Messages are handled one after the other, although the buckets answer later. */
  #tail: Promise<void> = Promise.resolve();
  #device: string | undefined;
  #isAlive = true;
  #isOver = false;

  /** @param socket open; its address is free in the hub */
  constructor(socket: WebSocket, { address, token, network }: Visitor, world: SessionWorld) {
    this.address = address;
    this.token = token;
    this.#network = network;
    this.#socket = socket;
    this.#world = world;
    const { joinTimeoutMs, pingIntervalMs } = world.limits;
    this.#joinTimer = setTimeout(() => this.#refuse("join-timeout"), joinTimeoutMs);
    this.#pingTimer = setInterval(() => this.#checkAlive(), pingIntervalMs);
    socket.on("message", (data, isBinary) => this.#enqueue(() => this.#receive(data, isBinary)));
    // ws would answer pings without limit, and buffer the answers for a client that does not read.
    socket.on("ping", () => this.#enqueue(() => this.#answerPing()));
    socket.on("pong", () => this.#enqueue(() => this.#countMessage()));
    socket.on("close", () => this.#end());
    this.#send({ type: "OPEN" });
    this.#send({ type: "CHALLENGE", payload: { nonce: this.#nonce } } satisfies ServerChallenge);
  }

  deliver(text: string): void {
    if (this.#isOver) return;
    if (this.#socket.bufferedAmount > this.#world.limits.bufferedBytes) this.#cut("slow");
    else this.#socket.send(text);
  }

  /** Ends the session at once and the socket in order. */
  close(code = NORMAL_CLOSURE, reason = ""): void {
    this.#end();
    this.#socket.close(code, reason);
  }

  #send(message: object): void {
    this.deliver(JSON.stringify(message));
  }

  #enqueue(task: () => Promise<unknown>): void {
    if (this.#isOver) return;
    this.#tail = this.#tail
      .then(async () => {
        if (!this.#isOver) await task();
      })
      .catch((error: unknown) => {
        this.#world.log("error", "message-failed", { error: String(error) });
        this.close(INTERNAL_ERROR);
      });
  }

  /** @returns whether the message is within the limits; if not, the session is over */
  async #countMessage(): Promise<boolean> {
    this.#isAlive = true;
    const { messagesPerNetwork, messagesPerDevice } = this.#world;
    if (!(await messagesPerNetwork.take(this.#network))) return this.#refuse("network-rate");
    if (this.#device === undefined || (await messagesPerDevice.take(this.#device))) return true;
    return this.#refuse("device-rate");
  }

  async #answerPing(): Promise<void> {
    const isQuiet = this.#socket.bufferedAmount === 0;
    if ((await this.#countMessage()) && isQuiet) this.#socket.pong();
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    if (!(await this.#countMessage())) return;
    const parsed = parseClientMessage(data as Buffer, isBinary); // binaryType is nodebuffer
    if (parsed.ok) await this.#handle(parsed.message);
    else this.#refuse("malformed", parsed.reason);
  }

  async #handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case "HEARTBEAT":
        return;
      case "JOIN":
        return this.#join(message);
      case "PEERS":
        if (this.room === undefined) this.#refuse("not-joined");
        else if (await this.#world.introductionsPerDevice.take(this.#device ?? "")) this.#introduce();
        return;
      case "OFFER":
      case "ANSWER":
      case "CANDIDATE":
      case "LEAVE":
        if (this.room === undefined) this.#refuse("not-joined");
        else this.#relay(message);
        return;
      default:
        unreachable(message);
    }
  }

  async #join(message: ClientJoin): Promise<void> {
    const { hub, joinsPerDevice, metrics, log } = this.#world;
    const { room, device } = message.payload;
    if (this.room !== undefined) {
      this.#refuse("joined-twice");
    } else if (!isSignedJoin(message, this.#nonce, this.address)) {
      this.#refuse("signature");
    } else if (!(await joinsPerDevice.take(device))) {
      this.#refuse("join-rate");
    } else if (!this.#isOver) {
      clearTimeout(this.#joinTimer);
      this.room = room;
      this.#device = device;
      hub.enterRoom(this, room);
      metrics.joins.inc();
      log("debug", "joined", { room: room.slice(0, 8) });
      this.#introduce();
    }
  }

  #introduce(): void {
    const peers = this.#world.hub.introduce(this, INTRODUCED_PEERS);
    this.#send({ type: "PEERS", payload: { peers } } satisfies ServerPeers);
  }

  #relay({ type, dst, payload }: ClientRelay): void {
    const { hub, metrics } = this.#world;
    const receiver = hub.neighbour(this, dst);
    if (receiver) {
      metrics.relayed.inc({ type });
      receiver.deliver(JSON.stringify({ type, src: this.address, dst, payload }));
    } else if (type !== "LEAVE") {
      metrics.expired.inc();
      this.#send({ type: "EXPIRE", src: dst, dst: this.address });
    }
  }

  #checkAlive(): void {
    if (!this.#isAlive) {
      this.#cut("silent");
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  /** Says why, and closes. @returns false, for callers that answer whether all is well */
  #refuse(reason: Refusal, detail: string = REFUSALS[reason]): false {
    if (this.#isOver) return false;
    this.#world.metrics.refused.inc({ reason });
    this.#world.log("debug", "refused", { reason });
    this.#send({ type: "ERROR", payload: { msg: detail } });
    this.close(POLICY_VIOLATION, reason);
    // Whoever floods would go on while the socket closes: what it sends is no longer read.
    if (reason === "network-rate" || reason === "device-rate") this.#socket.pause();
    return false;
  }

  /** Without a word: the other end does not listen. */
  #cut(reason: "slow" | "silent"): void {
    this.#world.metrics.refused.inc({ reason });
    this.#end();
    this.#socket.terminate();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#joinTimer);
    clearInterval(this.#pingTimer);
    this.#world.hub.remove(this);
  }
}
