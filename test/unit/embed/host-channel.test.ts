/** What passes between the frame and its host: one hello in, states out, and nothing else, whoever sends what. */
import { describe, expect, test } from "vitest";
import { openHostChannel } from "../../../web/embed/frame/host-channel.ts";
import { HELLO, HOST_STATES, isHello, isStateMessage } from "../../../web/embed/host-message.ts";
import { type FuzzedMessage, fuzzHostMessages } from "../../support/host-message-fuzz.ts";

const SITE = "https://host.example";
const MESSAGE_COUNT = 10_000;
const SEED = Number(process.env["SEED"] ?? 20_261_128);

/** The frame's window, as far as the channel knows it. */
class FakeWindow extends EventTarget {
  readonly parent = { name: "the host" };

  send(
    data: unknown,
    how: { origin?: string; source?: unknown; ports?: readonly RecordingPort[] } = {},
  ): void {
    const { origin = SITE, source = this.parent, ports = [] } = how;
    this.dispatchEvent(Object.assign(new Event("message"), { data, origin, source, ports }));
  }
}

/** Remembers what the frame says to it, and that nobody listens to it. */
class RecordingPort {
  readonly said: unknown[] = [];
  /** What would read messages that come back. */
  readonly listening: string[] = [];

  postMessage(message: unknown): void {
    this.said.push(structuredClone(message));
  }
  addEventListener(name: string): void {
    this.listening.push(name);
  }
  start(): void {
    this.listening.push("start");
  }
  set onmessage(_listener: unknown) {
    this.listening.push("onmessage");
  }
}

function openChannel(site: string | null = SITE) {
  const host = new FakeWindow();
  const clock = { nowMs: 0 };
  const channel = openHostChannel(host, site, () => clock.nowMs);
  return { host, clock, channel };
}

describe("the channel", () => {
  test("answers the host's hello over its port with what is so now, and with what comes", () => {
    const { host, channel } = openChannel();
    const port = new RecordingPort();
    channel.tell("offer", 0);
    host.send(HELLO, { ports: [port] });
    channel.tell("starting", 0);
    expect(port.said).toEqual([
      { v: 1, type: "state", state: "offer", steps: 0 },
      { v: 1, type: "state", state: "starting", steps: 0 },
    ]);
    expect(port.listening).toEqual([]);
  });

  test("counts steps for the host once a second, and tells of a new state at once", () => {
    const { host, channel, clock } = openChannel();
    const port = new RecordingPort();
    host.send(HELLO, { ports: [port] });
    for (let step = 0; step < 100; step++) {
      channel.tell("training", step);
      clock.nowMs += 100;
    }
    channel.tell("paused", 99);
    expect(port.said).toHaveLength(11);
    expect(port.said.every(isStateMessage)).toBe(true);
    expect(port.said.at(-1)).toEqual({ v: 1, type: "state", state: "paused", steps: 99 });
  });

  test("tells nobody on a page that hides its address", () => {
    const { host, channel } = openChannel(null);
    const port = new RecordingPort();
    for (const origin of ["null", "", SITE]) host.send(HELLO, { origin, ports: [port] });
    channel.tell("refused", 0);
    expect(port.said).toEqual([]);
  });

  test("speaks to the first port, and to no second", () => {
    const { host, channel } = openChannel();
    const [first, second] = [new RecordingPort(), new RecordingPort()];
    host.send(HELLO, { ports: [first] });
    host.send(HELLO, { ports: [second] });
    channel.tell("offer", 0);
    expect([first.said.length, second.said]).toEqual([1, []]);
  });
});

describe(`${MESSAGE_COUNT} messages (SEED=${SEED})`, () => {
  const strangers = [
    "https://other.example",
    "http://host.example",
    `${SITE}:8443`,
    `${SITE}.evil.example`,
    "null",
    "",
  ];

  test("from others, of other shapes and with other ports change nothing and are told nothing", () => {
    const { host, channel } = openChannel();
    const stranger = new RecordingPort();
    const next = fuzzHostMessages(SEED);
    channel.tell("offer", 0);
    for (let index = 0; index < MESSAGE_COUNT; index++) {
      const { data, isHello: isReal } = next();
      const way = index % 5;
      if (way === 0) host.send(HELLO, { origin: strangers[index % strangers.length]!, ports: [stranger] });
      if (way === 1) host.send(HELLO, { source: { name: "a frame beside" }, ports: [stranger] });
      if (way === 2) host.send(isReal ? null : data, { ports: [stranger] });
      if (way === 3) host.send(HELLO, { ports: index % 2 ? [] : [stranger, stranger] });
      if (way === 4)
        host.send(data, { origin: strangers[index % strangers.length]!, source: null, ports: [stranger] });
      if (index % 1000 === 0) channel.tell(HOST_STATES[(index / 1000) % HOST_STATES.length]!, index);
    }
    expect(stranger.said).toEqual([]);
    const port = new RecordingPort(); // and the host itself is still heard
    host.send(HELLO, { ports: [port] });
    expect(port.said).toHaveLength(1);
  });

  test("after the hello change nothing either", () => {
    const { host, channel } = openChannel();
    const [port, later] = [new RecordingPort(), new RecordingPort()];
    channel.tell("offer", 0);
    host.send(HELLO, { ports: [port] });
    const next = fuzzHostMessages(SEED);
    for (let index = 0; index < MESSAGE_COUNT; index++)
      host.send(index % 3 === 0 ? HELLO : next().data, { ports: [later] });
    channel.tell("declined", 0);
    expect(later.said).toEqual([]);
    expect(port.said.map((message) => (message as { state: string }).state)).toEqual(["offer", "declined"]);
  });

  test("are taken for a hello or a state exactly where they are one", () => {
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
});

test("a message that inherits its fields, or hides some, is none", () => {
  expect(isHello(Object.create(HELLO))).toBe(false);
  expect(isHello(Object.create(null, { v: { value: 1 }, type: { value: "hello" } }))).toBe(false);
  expect(isStateMessage({ v: 1, type: "state", state: "training", steps: 1n })).toBe(false);
  expect(isStateMessage({ v: 1, type: "state", state: "training", steps: -0 })).toBe(true);
});
