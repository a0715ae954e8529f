/** Each watcher over a browser that is only as much of one as it needs. */
import { describe, expect, it } from "vitest";
import type { Pressure, PressureState } from "../../../../web/pause/conditions.ts";
import { createScreenLock } from "../../../../web/pause/screen-lock.ts";
import { type BatteryManager, watchBattery } from "../../../../web/pause/watch/battery.ts";
import { watchNetwork } from "../../../../web/pause/watch/network.ts";
import { type PressureSource, watchPressure } from "../../../../web/pause/watch/pressure.ts";
import { isMobile, watchVisibility } from "../../../../web/pause/watch/visibility.ts";

/** Lets every promise that is already fulfilled reach its listeners. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("battery", () => {
  class Battery extends EventTarget implements BatteryManager {
    charging = true;
  }

  it("tells how it is now, and every change until it is ended", async () => {
    const [battery, seen] = [new Battery(), [] as unknown[]];
    const end = watchBattery({ getBattery: async () => battery }, (next) => seen.push(next));
    await settle();
    battery.charging = false;
    battery.dispatchEvent(new Event("chargingchange"));
    end();
    battery.dispatchEvent(new Event("chargingchange"));
    expect(seen).toEqual([
      { kind: "known", isCharging: true },
      { kind: "known", isCharging: false },
    ]);
  });

  it("says nothing where the browser does not tell, or a policy forbids it", async () => {
    const seen: unknown[] = [];
    watchBattery({}, (next) => seen.push(next));
    watchBattery({ getBattery: () => Promise.reject(new Error("not allowed")) }, (next) => seen.push(next));
    await settle();
    expect(seen).toEqual([]);
  });
});

/** As much of a document as matters here. */
class Page extends EventTarget {
  hidden = false;

  hide(isHidden: boolean): void {
    this.hidden = isHidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }

  get document(): Document {
    return this as unknown as Document;
  }
}

describe("visibility", () => {
  it("is told at once, and at every change until it is ended", () => {
    const [page, seen] = [new Page(), [] as boolean[]];
    const end = watchVisibility(page.document, (isHidden) => seen.push(isHidden));
    page.hide(true);
    end();
    page.hide(false);
    expect(seen).toEqual([false, true]);
  });

  it.for([
    ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140", 0, undefined, false],
    ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140", 0, true, true],
    ["Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile", 5, true, true],
    ["Mozilla/5.0 (Linux; Android 15; Tab) Chrome/140", 5, false, true],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", 5, undefined, true],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605", 5, undefined, true], // an iPad
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605", 0, undefined, false],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140", 10, false, false], // a laptop with a touch screen
  ] as const)(
    "%s with %i touch points is mobile: %s, %s",
    ([userAgent, maxTouchPoints, mobile, isExpected]) => {
      const data = mobile === undefined ? {} : { userAgentData: { mobile } };
      expect(isMobile({ userAgent, maxTouchPoints, ...data })).toBe(isExpected);
    },
  );
});

describe("network", () => {
  class Query extends EventTarget {
    matches = false;
  }
  class Connection extends EventTarget {
    saveData = false;
    type = "wifi";
  }

  it("tells of saved and of mobile data, until it is ended", () => {
    const [query, connection, seen] = [new Query(), new Connection(), [] as unknown[]];
    const end = watchNetwork({ connection }, query, (part) => seen.push(part));
    connection.saveData = true;
    connection.dispatchEvent(new Event("change"));
    connection.saveData = false;
    connection.type = "cellular";
    connection.dispatchEvent(new Event("change"));
    query.matches = true;
    query.dispatchEvent(new Event("change"));
    end();
    query.dispatchEvent(new Event("change"));
    expect(seen).toEqual([
      { isDataSaved: false, isCellular: false },
      { isDataSaved: true, isCellular: false },
      { isDataSaved: false, isCellular: true },
      { isDataSaved: true, isCellular: true },
    ]);
  });

  it("goes by what people prefer where the browser tells no more", () => {
    const [query, seen] = [new Query(), [] as unknown[]];
    query.matches = true;
    watchNetwork({}, query, (part) => seen.push(part));
    expect(seen).toEqual([{ isDataSaved: true, isCellular: false }]);
  });
});

describe("pressure", () => {
  /** What the last observer was made with. */
  let records: (records: readonly { readonly state: PressureState }[]) => void;
  let isDisconnected = false;
  class Observer implements PressureSource {
    constructor(onRecords: typeof records) {
      records = onRecords;
    }
    observe = async () => undefined;
    disconnect() {
      isDisconnected = true;
    }
  }

  it("tells each change once, and remembers when it was critical", () => {
    const seen: Pressure[] = [];
    let nowMs = 0;
    const end = watchPressure(
      Observer,
      () => ++nowMs,
      (next) => seen.push(next),
    );
    records([{ state: "fair" }]);
    records([{ state: "fair" }, { state: "critical" }]);
    records([{ state: "critical" }]);
    records([{ state: "serious" }]);
    records([{ state: "nominal" }]);
    expect(seen).toEqual([
      { state: "fair", sinceMs: 1, criticalEndMs: null },
      { state: "critical", sinceMs: 2, criticalEndMs: null },
      { state: "serious", sinceMs: 3, criticalEndMs: 3 },
      { state: "nominal", sinceMs: 4, criticalEndMs: 3 },
    ]);
    end();
    expect(isDisconnected).toBe(true);
  });

  it("says nothing where the browser has no such thing, or refuses", async () => {
    class Refusing extends Observer {
      override observe = () => Promise.reject(new Error("not allowed"));
    }
    const seen: Pressure[] = [];
    for (const source of [undefined, Refusing])
      watchPressure(
        source,
        () => 0,
        (next) => seen.push(next),
      );
    await settle();
    expect(seen).toEqual([]);
  });
});

describe("the screen", () => {
  class Sentinel extends EventTarget {
    released = false;
    async release() {
      this.released = true;
      this.dispatchEvent(new Event("release"));
    }
  }
  const setUp = () => {
    const [page, sentinels] = [new Page(), [] as Sentinel[]];
    const request = async () => {
      const sentinel = new Sentinel();
      sentinels.push(sentinel);
      return sentinel;
    };
    const lock = createScreenLock({ request } as unknown as WakeLock, page.document);
    return { page, sentinels, lock };
  };

  it("is kept on while that is wanted, once", async () => {
    const { sentinels, lock } = setUp();
    lock.want(true);
    lock.want(true);
    await settle();
    expect(sentinels).toHaveLength(1);
    lock.want(false);
    await settle();
    expect(sentinels[0]?.released).toBe(true);
  });

  it("goes off while the tab is hidden, and is kept on again when it is back", async () => {
    const { page, sentinels, lock } = setUp();
    lock.want(true);
    await settle();
    page.hide(true);
    await settle();
    expect(sentinels[0]?.released).toBe(true);
    page.hide(false);
    await settle();
    expect(sentinels.map(({ released }) => released)).toEqual([true, false]);
  });

  it("goes off where it cannot be kept on", async () => {
    const page = new Page();
    for (const wakeLock of [undefined, { request: () => Promise.reject(new Error("battery is low")) }]) {
      const lock = createScreenLock(wakeLock, page.document);
      lock.want(true);
      await settle();
      lock.want(false);
    }
    await settle();
  });
});
