/**
 * The Transport port over WebRTC: who is dialled, whose offer is taken, how messages get to the other end, and why a link ended.
 * The connections themselves are the stack's (peerjs in a tab, node-datachannel in Node); messages come from the signaling
 * client or from neighbours, checked already.
 */
import { assert } from "../core/assert.ts";
import { toHex } from "../core/bytes.ts";
import type { Clock } from "../ports/clock.ts";
import type { CloseReason, Transport, TransportEvent } from "../ports/transport.ts";
import {
  FRAME_BYTES,
  HALF_OPEN_MS,
  LINKS_ALIVE,
  LINKS_HALF_OPEN,
  MAX_SIGNAL_BYTES,
  SEND_HIGH_WATER_BYTES,
  SEND_LOW_WATER_BYTES,
} from "../protocol/limits.ts";
import { bindingOf } from "./dtls-fingerprint.ts";
import { blankHistory, type Link, type LinkStart, TORN_MS } from "./link.ts";
import { LinkGate } from "./link-gate.ts";
import { isKept, type SignalRoute } from "./offer-precedence.ts";
import { startPeerSearch } from "./peer-search.ts";
import { formatPeerSignal, parsePeerSignal, type OfferSignal, type PeerSignal } from "./peer-signal.ts";
import type { RtcConnection, RtcHooks, RtcStack } from "./rtc-stack.ts";
import { SignalingClient, type SignalingOptions } from "./signaling-client.ts";
import { SIGNALS_PER_LINK, WaitingOffers, type WaitingOffer } from "./waiting-offers.ts";

export interface RtcTransportOptions extends SignalingOptions {
  readonly stack: RtcStack;
  /** `bytes` random bytes that nobody can guess. */
  readonly randomBytes: (bytes: number) => Uint8Array;
  /** How long a dial, or an accepted offer, may take. */
  readonly dialTimeoutMs?: number;
}

export class RtcTransport implements Transport {
  readonly address: string;
  readonly #clock: Clock;
  readonly #stack: RtcStack;
  readonly #signaling: SignalingClient;
  readonly #options: RtcTransportOptions;
  readonly #gate: LinkGate;
  readonly #links = new Map<string, Link>();
  readonly #waiting = new WaitingOffers();
  #listener: ((event: TransportEvent) => void) | undefined;
  #stopSearch = (): void => undefined;
  #isStopped = false;

  constructor(options: RtcTransportOptions) {
    this.#options = options;
    this.address = options.address;
    this.#clock = options.clock;
    this.#stack = options.stack;
    this.#gate = new LinkGate(() => options.clock.nowMs());
    this.#signaling = new SignalingClient(options, {
      onState: (state, detail) => this.#emit({ kind: "signaling", state, detail }),
      onPeers: (addresses) => this.#emit({ kind: "introduced", addresses }),
      onSignal: (from, signal) => this.#receive(from, signal, "server"),
      onAbsent: (address) => this.#reroute(address),
    });
  }

  listen(listener: (event: TransportEvent) => void): void {
    assert(this.#listener === undefined, "listen is called once");
    this.#listener = listener;
    this.#signaling.start();
    this.#stopSearch = startPeerSearch({
      clock: this.#clock,
      random: this.#options.random.fork("search"),
      openCount: () => [...this.#links.values()].filter(({ state }) => state === "open").length,
      askPeers: () => this.#signaling.askPeers(),
    });
  }

  connect(address: string): void {
    if (this.#isStopped) return;
    const current = this.#links.get(address);
    if (current !== undefined) {
      current.isAsked = true; // it dials us, and from here on we owe an answer for it
      return this.#serveWaiting();
    }
    const waiting = this.#waiting.take(address);
    if (waiting !== undefined) {
      this.#accept(waiting, true);
      return;
    }
    if (!this.#mayConstruct()) {
      this.#later(() => this.#emit({ kind: "closed", address, reason: "unreachable" }));
      return;
    }
    const connectionId = `dc_${toHex(this.#options.randomBytes(8))}`;
    this.#addLink({ address, connectionId, state: "dialling", route: "server", isAsked: true }, (hooks) =>
      this.#stack.dial(address, connectionId, hooks),
    );
  }

  send(address: string, frame: Uint8Array): boolean {
    assert(frame.length <= FRAME_BYTES, `a frame has at most ${FRAME_BYTES} bytes, this one ${frame.length}`);
    const link = this.#links.get(address);
    if (link?.state !== "open" || link.isTorn) return true;
    try {
      link.connection.send(frame);
    } catch {
      link.isTorn = true;
      this.#clock.setTimer(TORN_MS, () => this.#end(link, "lost"));
      return true;
    }
    link.isFull ||= link.connection.bufferedBytes() > SEND_HIGH_WATER_BYTES;
    return !link.isFull;
  }

  close(address: string): void {
    this.#waiting.take(address);
    const link = this.#links.get(address);
    if (link === undefined) return;
    const isOwed = link.isAsked || link.state === "open";
    this.#release(link);
    if (isOwed) this.#later(() => this.#emit({ kind: "closed", address, reason: "closed" }));
  }

  deliverSignal(from: string, payload: string): void {
    const parsed = parsePeerSignal(payload);
    if (parsed.ok && !this.#isStopped) this.#receive(from, parsed.value, "neighbour");
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#signaling.stop();
    this.#stopSearch();
    this.#waiting.clear();
    for (const link of this.#links.values()) this.#release(link);
    this.#stack.dispose();
  }

  #receive(from: string, signal: PeerSignal, route: SignalRoute): void {
    if (from === this.address) return;
    if (signal.type === "OFFER") {
      this.#considerOffer(from, signal, route);
      return;
    }
    const link = this.#links.get(from);
    if (link?.connectionId !== signal.payload.connectionId) {
      // Of a connection that does not exist, or not yet. peerjs would keep all of them for ever.
      if (signal.type === "CANDIDATE") this.#waiting.addCandidate(from, signal);
      return;
    }
    if (signal.type === "ANSWER") {
      if (link.state !== "dialling" || link.isAnswered) return;
      link.isAnswered = true;
      link.route = route;
    }
    if (link.received++ < SIGNALS_PER_LINK) link.connection.receive(signal);
  }

  /** Everything that an offer must pass before anything is built for it. */
  #considerOffer(from: string, offer: OfferSignal, route: SignalRoute): void {
    const current = this.#links.get(from);
    const nowMs = this.#clock.nowMs();
    if (current?.connectionId === offer.payload.connectionId) return; // said again by another way
    if (current !== undefined && isKept(current, route, this.address, nowMs)) return;
    // Neighbours offer in anybody's name, so they do not use up what the address itself may offer.
    if (!this.#gate.admitOffer(`${from} by ${route}`)) return;
    const waiting: WaitingOffer = { from, offer, route, sinceMs: nowMs, candidates: [] };
    if (current?.state === "open") this.#end(current, "lost");
    else if (current !== undefined) this.#release(current);
    const isAsked = current?.state === "dialling" || (current?.state === "accepting" && current.isAsked);
    if (isAsked || this.#countAccepting() < LINKS_HALF_OPEN) this.#accept(waiting, isAsked);
    else this.#waiting.add(from, offer, route, nowMs);
  }

  #accept({ from, offer, route, candidates }: WaitingOffer, isAsked: boolean): void {
    if (!this.#mayConstruct()) {
      if (isAsked) this.#later(() => this.#emit({ kind: "closed", address: from, reason: "unreachable" }));
      return;
    }
    this.#addLink(
      { address: from, connectionId: offer.payload.connectionId, state: "accepting", route, isAsked },
      (hooks) => this.#stack.accept(from, offer, hooks),
    );
    for (const candidate of candidates) this.#receive(from, candidate, route);
  }

  #addLink(start: LinkStart, open: (hooks: RtcHooks) => RtcConnection): void {
    const { address } = start;
    const ifCurrent = (run: () => void) => {
      if (this.#links.get(address) === link) run();
    };
    const connection = open({
      onSignal: (signal) => ifCurrent(() => this.#sendSignal(link, signal)),
      onOpen: () => ifCurrent(() => this.#open(link)),
      onData: (data) => ifCurrent(() => this.#receiveData(link, data)),
      onLow: () => ifCurrent(() => this.#resume(link)),
      onClosed: (isBroken) => ifCurrent(() => this.#end(link, isBroken ? "lost" : "left")),
    });
    const cancelTimeout = this.#clock.setTimer(this.#options.dialTimeoutMs ?? HALF_OPEN_MS, () =>
      ifCurrent(() => this.#end(link, "unreachable")),
    );
    const link: Link = { ...start, ...blankHistory(this.#clock.nowMs()), connection, cancelTimeout };
    this.#links.set(address, link);
  }

  #open(link: Link): void {
    if (link.state === "open") return;
    link.cancelTimeout();
    const descriptions = link.connection.descriptions();
    const binding = descriptions && bindingOf(...descriptions);
    if (binding === undefined) {
      this.#end(link, "unreachable");
      return;
    }
    link.state = "open";
    this.#emit({ kind: "opened", address: link.address, binding });
    this.#serveWaiting();
  }

  #receiveData(link: Link, data: unknown): void {
    if (!(data instanceof ArrayBuffer) || data.byteLength > FRAME_BYTES) this.#end(link, "lost");
    else this.#emit({ kind: "frame", address: link.address, frame: new Uint8Array(data) });
  }

  #resume(link: Link): void {
    // The news may be of a moment before the link was filled again; then it comes once more.
    if (!link.isFull || link.connection.bufferedBytes() > SEND_LOW_WATER_BYTES) return;
    link.isFull = false;
    this.#emit({ kind: "writable", address: link.address });
  }

  #sendSignal(link: Link, signal: PeerSignal): void {
    const { sent } = link;
    if (sent.length >= SIGNALS_PER_LINK) return;
    const isCandidate = signal.type === "CANDIDATE";
    if (isCandidate) sent.push(signal);
    else sent.unshift(signal);
    // Candidates can be found before the description is handed out; without it the other end could not use them.
    if (sent[0]?.type === "CANDIDATE") return;
    for (const ready of isCandidate ? [signal] : sent) this.#dispatch(link, ready);
  }

  #dispatch(link: Link, signal: PeerSignal): void {
    if (link.route === "server" && this.#signaling.send(link.address, signal)) return;
    this.#sendByNeighbour(link, signal);
  }

  #sendByNeighbour(link: Link, signal: PeerSignal): void {
    const payload = formatPeerSignal(signal);
    if (payload.length <= MAX_SIGNAL_BYTES) this.#emit({ kind: "signal", to: link.address, payload });
  }

  /** The server does not know the address: what was sent to it goes by way of neighbours. */
  #reroute(address: string): void {
    const link = this.#links.get(address);
    if (link?.route !== "server" || link.state === "open") return;
    link.route = "neighbour";
    for (const signal of link.sent) this.#sendByNeighbour(link, signal);
  }

  #serveWaiting(): void {
    while (!this.#isStopped && this.#countAccepting() < LINKS_HALF_OPEN) {
      const waiting = this.#waiting.takeNext(this.#clock.nowMs());
      if (waiting === undefined) return;
      if (!this.#links.has(waiting.from)) this.#accept(waiting, false);
    }
  }

  #countAccepting(): number {
    let count = 0;
    for (const { state, isAsked } of this.#links.values()) if (state === "accepting" && !isAsked) count++;
    return count;
  }

  #mayConstruct(): boolean {
    return this.#links.size < LINKS_ALIVE && this.#gate.construct();
  }

  #end(link: Link, reason: CloseReason): void {
    if (this.#links.get(link.address) !== link) return;
    const isOpen = link.state === "open";
    this.#release(link);
    if (isOpen) this.#emit({ kind: "closed", address: link.address, reason });
    else if (link.isAsked) this.#emit({ kind: "closed", address: link.address, reason: "unreachable" });
    this.#serveWaiting();
  }

  #release(link: Link): void {
    this.#links.delete(link.address);
    link.cancelTimeout();
    link.connection.close();
  }

  /** Behind the call under way and before anything else: in a hidden tab a timer is late, and would end the next link instead. */
  #later(run: () => void): void {
    void Promise.resolve().then(run);
  }

  #emit(event: TransportEvent): void {
    if (!this.#isStopped) this.#listener?.(event);
  }
}
