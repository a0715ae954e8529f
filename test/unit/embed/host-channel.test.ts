/** What passes between the frame and its host: one hello with the first news, states after it, and nothing else, whoever sends what. */
import { receiveMessageOnPort, type MessagePort as NodePort } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { openHostChannel } from "../../../web/embed/frame/host-channel.ts";
import { HELLO, HOST_STATES, isHello, isStateMessage } from "../../../web/embed/host-message.ts";
import { type FuzzedMessage, fuzzHostMessages } from "../../support/host-message-fuzz.ts";

const SITE = "https://host.example";
const MESSAGE_COUNT = 10_000;
const SEED = Number(process.env["SEED"] ?? 20_261_128);

/** The host's window, as far as the channel knows it: what is said to it, for which origin, and over the ports that come with it. */
class HostWindow {
  readonly heard: { readonly message: unknown; readonly origin: unknown }[] = [];
  readonly #ports: NodePort[] = [];

  postMessage(message: unknown, origin?: unknown, ports: Transferable[] = []): void {
    this.heard.push({ message: structuredClone(message), origin });
    this.#ports.push(...(ports as unknown as NodePort[]));
  }

  /** What has been told since the last time, over every port there is. */
  told(): unknown[] {
    const messages: unknown[] = [];
    for (const port of this.#ports)
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
        messages.push(next.message);
    return messages;
  }

  get portCount(): number {
    return this.#ports.length;
  }
}

function openChannel(site: string | null = SITE) {
  const host = new HostWindow();
  const clock = { nowMs: 0 };
  const channel = openHostChannel(host, site, () => clock.nowMs);
  return { host, clock, channel };
}

const stateMessage = (state: string, steps: number) => ({ v: 1, type: "state", state, steps });

describe("the channel", () => {
  test("says nothing of the offer that every widget begins with", () => {
    const { host, channel, clock } = openChannel();
    channel.tell("offer", 0);
    clock.nowMs += 60_000;
    channel.tell("offer", 0);
    expect(host.heard).toEqual([]);
  });

  test("says hello with the first news, once and to the host's origin alone, and tells the rest over its port", () => {
    const { host, channel } = openChannel();
    channel.tell("offer", 0);
    channel.tell("starting", 0);
    channel.tell("training", 1);
    channel.tell("offer", 0);
    expect(host.heard).toEqual([{ message: { v: 1, type: "hello" }, origin: SITE }]);
    expect(host.portCount).toBe(1);
    expect(host.told()).toEqual([
      stateMessage("starting", 0),
      stateMessage("training", 1),
      stateMessage("offer", 0),
    ]);
  });

  test("counts steps for the host once a second, and tells of a new state at once", () => {
    const { host, channel, clock } = openChannel();
    for (let step = 0; step < 100; step++) {
      channel.tell("training", step);
      clock.nowMs += 100;
    }
    channel.tell("paused", 99);
    const told = host.told();
    expect(told).toHaveLength(11);
    expect(told.every(isStateMessage)).toBe(true);
    expect(told.at(-1)).toEqual(stateMessage("paused", 99));
  });

  test("tells nobody on a page that hides its address", () => {
    const { host, channel } = openChannel(null);
    for (const state of HOST_STATES) channel.tell(state, 1);
    expect(host.heard).toEqual([]);
  });
});

test(`of ${MESSAGE_COUNT} messages (SEED=${SEED}) those are taken for a hello or a state that are one`, () => {
  const next = fuzzHostMessages(SEED);
  const messages = Array.from({ length: MESSAGE_COUNT }, next);
  const isTakenWrong = ({ data, ...is }: FuzzedMessage) =>
    isHello(data) !== is.isHello || isStateMessage(data) !== is.isState;
  expect(messages.filter(isTakenWrong)).toEqual([]);
  const count = {
    hello: messages.filter((message) => message.isHello).length,
    state: messages.filter((message) => message.isState).length,
  };
  expect(Math.min(count.hello, count.state)).toBeGreaterThan(100); // it did try both
});

test("a message that inherits its fields, or hides some, is none", () => {
  expect(isHello(Object.create(HELLO))).toBe(false);
  expect(isHello(Object.create(null, { v: { value: 1 }, type: { value: "hello" } }))).toBe(false);
  expect(isStateMessage({ v: 1, type: "state", state: "training", steps: 1n })).toBe(false);
  expect(isStateMessage({ v: 1, type: "state", state: "training", steps: -0 })).toBe(true);
});
