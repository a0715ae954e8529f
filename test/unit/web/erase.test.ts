/** How tabs tell each other that everything is deleted. */
import { describe, expect, it } from "vitest";
import { createEraseChannel } from "../../../web/erase/erase-channel.ts";

/** Two tabs of one browser, and whatever else may come over the channel. */
function openTabs() {
  let nowMs = 1_000_000;
  const pages: EventTarget[] = [];
  const say = (data: unknown, except?: EventTarget) =>
    pages
      .filter((page) => page !== except)
      .forEach((page) => page.dispatchEvent(Object.assign(new Event("message"), { data })));
  const open = () => {
    const page = new EventTarget();
    pages.push(page);
    const channel = Object.assign(page, { postMessage: (data: unknown) => say(data, page) });
    return createEraseChannel(
      () => channel as unknown as BroadcastChannel,
      () => nowMs,
    );
  };
  const heard: boolean[] = [];
  const [first, second] = [open(), open()];
  second.listen((isFresh) => heard.push(isFresh));
  return { first, heard, say, wait: (ms: number) => (nowMs += ms) };
}

describe("a tab that hears of it", () => {
  it("deletes too", () => {
    const { first, heard } = openTabs();
    first.tell();
    expect(heard).toEqual([true]);
  });

  it("keeps what came since, where it hears of it late", () => {
    const { heard, say, wait } = openTabs();
    const late = { kind: "erase", atMs: 1_000_000 };
    wait(60_000);
    say(late);
    expect(heard).toEqual([false]);
  });

  it("hears nothing else", () => {
    const { heard, say } = openTabs();
    for (const data of [null, "erase", {}, { kind: "erase" }, { kind: "move", atMs: 1_000_000 }]) say(data);
    expect(heard).toEqual([]);
  });

  it("hears nothing where the browser has no channels, and nothing breaks", () => {
    const channel = createEraseChannel(undefined, () => 0);
    channel.listen(() => expect.unreachable());
    channel.tell();
  });
});
