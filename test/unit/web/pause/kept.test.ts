/** What is kept in the browser, and what tabs say to each other: anything may stand there. */
import { afterEach, describe, expect, it } from "vitest";
import { createDonationMemory, type Donation, parseDonation } from "../../../../web/pause/donation-memory.ts";
import {
  createSettingsStore,
  DEFAULT_SETTINGS,
  parseSettings,
  SETTINGS_KEY,
} from "../../../../web/pause/pause-settings.ts";
import { createTabChannel } from "../../../../web/pause/tab-channel.ts";

/** A storage in memory; full when told. */
class MemoryStorage {
  readonly items = new Map<string, string>();
  isFull = false;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem(key: string, value: string) {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  }
  removeItem = (key: string) => this.items.delete(key);

  get storage(): Storage {
    return this as unknown as Storage;
  }
}

const WRITTEN = { version: 1, ...DEFAULT_SETTINGS };

describe("settings", () => {
  it("are those that were changed, also after a reload", () => {
    const memory = new MemoryStorage();
    createSettingsStore(memory.storage, new EventTarget()).change({ onBattery: true, dataCapMb: 40 });
    const again = createSettingsStore(memory.storage, new EventTarget());
    expect(again.read()).toEqual({ ...DEFAULT_SETTINGS, onBattery: true, dataCapMb: 40 });
  });

  it("that were kept before the relay was one of them are kept", () => {
    const { isRelayOnly: _, ...before } = { ...WRITTEN, onBattery: true };
    expect(parseSettings(JSON.stringify(before))).toEqual({ ...DEFAULT_SETTINGS, onBattery: true });
  });

  it("follow what another tab has changed, and nothing else that is kept", () => {
    const page = new EventTarget();
    const store = createSettingsStore(undefined, page);
    let heardCount = 0;
    const end = store.subscribe(() => void heardCount++);
    const tell = (key: string, value: unknown) =>
      page.dispatchEvent(Object.assign(new Event("storage"), { key, newValue: JSON.stringify(value) }));
    tell("another", { ...WRITTEN, intensity: "light" });
    expect(heardCount).toBe(0);
    tell(SETTINGS_KEY, { ...WRITTEN, intensity: "full" });
    expect(heardCount).toBe(1);
    expect(store.read().intensity).toBe("full");
    end();
    tell(SETTINGS_KEY, WRITTEN);
    expect(heardCount).toBe(1);
  });

  it("hold for the page where they cannot be kept", () => {
    const memory = new MemoryStorage();
    memory.isFull = true;
    const store = createSettingsStore(memory.storage, new EventTarget());
    store.change({ inBackground: false });
    expect(store.read().inBackground).toBe(false);
  });

  it.for([
    "",
    "null",
    "{",
    JSON.stringify({ ...WRITTEN, version: 2 }),
    JSON.stringify({ ...WRITTEN, intensity: "double" }),
    JSON.stringify({ ...WRITTEN, dataCapMb: -1 }),
    JSON.stringify({ ...WRITTEN, schedule: { days: [7], fromMinute: 0, toMinute: 0 } }),
    JSON.stringify({ ...WRITTEN, schedule: { days: [0], fromMinute: 1440, toMinute: 0 } }),
    JSON.stringify({ ...WRITTEN, schedule: { days: Array(8).fill(0), fromMinute: 0, toMinute: 0 } }),
  ])("are the default ones where %s stands", (text) => {
    expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
  });
});

const DONATION: Donation = {
  address: null,
  link: "tiny",
  isRelayOnly: false,
  atMs: 7,
  step: 12,
  savedStep: 10,
  isPaused: false,
  snoozedUntilMs: null,
};

describe("a donation", () => {
  it("is remembered until it ends", () => {
    const memory = createDonationMemory(new MemoryStorage().storage);
    expect(memory.read()).toBeNull();
    memory.write(DONATION);
    expect(memory.read()).toEqual(DONATION);
    memory.write(null);
    expect(memory.read()).toBeNull();
  });

  it("is forgotten where the browser keeps nothing", () => {
    const full = new MemoryStorage();
    full.isFull = true;
    for (const memory of [createDonationMemory(undefined), createDonationMemory(full.storage)]) {
      memory.write(DONATION);
      expect(memory.read()).toBeNull();
    }
  });

  it.for([
    "[]",
    "{",
    JSON.stringify(DONATION), // no version
    JSON.stringify({ version: 1, ...DONATION, link: "x".repeat(65) }),
    JSON.stringify({ version: 1, ...DONATION, atMs: 1e17 }),
    JSON.stringify({ version: 1, ...DONATION, step: 0.5 }),
  ])("is none where %s stands", (text) => {
    expect(parseDonation(text)).toBeNull();
  });
});

describe("tabs", () => {
  const opened: BroadcastChannel[] = [];
  const open = (name: string) => {
    const channel = new BroadcastChannel(name);
    opened.push(channel);
    return channel;
  };
  afterEach(() => opened.splice(0).forEach((channel) => channel.close()));

  it("hear each other ask for a turn, and not themselves, and nothing else that is said", async () => {
    const [asking, holding, stranger] = [
      createTabChannel(open),
      createTabChannel(open),
      open("tabloom.trainer"),
    ];
    const heard: string[] = [];
    asking.onAsked(() => heard.push("asking"));
    const isHeard = new Promise<void>((resolve) => {
      holding.onAsked(() => {
        heard.push("holding");
        resolve();
      });
    });
    for (const lie of [null, "move", { kind: "delete" }, [{ kind: "move" }]]) stranger.postMessage(lie);
    asking.askForTurn();
    await isHeard;
    expect(heard).toEqual(["holding"]);
  });

  it("ask nobody where the browser has no channels", () => {
    const channel = createTabChannel(undefined);
    channel.onAsked(() => undefined)();
    channel.askForTurn();
  });
});
