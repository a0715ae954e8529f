/** The one place where the keeper meets the browser. */
import { storageOf } from "../storage-of.ts";
import type { DataMeter } from "./data-meter.ts";
import { createDonationMemory } from "./donation-memory.ts";
import type { PausePorts } from "./pause-keeper.ts";
import { createSettingsStore } from "./pause-settings.ts";
import { createScreenLock } from "./screen-lock.ts";
import { createTabChannel } from "./tab-channel.ts";
import { type BatteryNavigator, watchBattery } from "./watch/battery.ts";
import { type NetworkNavigator, watchNetwork } from "./watch/network.ts";
import { type PressureSourceConstructor, watchPressure } from "./watch/pressure.ts";
import { isMobile, type MobileNavigator, watchVisibility } from "./watch/visibility.ts";

/** What TypeScript does not know of browsers. */
interface Unlisted {
  readonly navigator: BatteryNavigator &
    NetworkNavigator &
    MobileNavigator & { readonly wakeLock?: WakeLock };
  readonly document: { readonly wasDiscarded?: boolean };
  readonly PressureObserver?: PressureSourceConstructor;
  readonly BroadcastChannel?: typeof BroadcastChannel;
}

export function browserPausePorts(meter: DataMeter): PausePorts {
  const browser = window as unknown as Unlisted;
  const { navigator, BroadcastChannel: Channel } = browser;
  const nowMs = () => Date.now();
  return {
    settings: createSettingsStore(
      storageOf(() => localStorage),
      window,
    ),
    memory: createDonationMemory(storageOf(() => sessionStorage)),
    tabs: createTabChannel(Channel && ((name) => new Channel(name))),
    screen: createScreenLock(navigator.wakeLock, document),
    watchDevice(onChange) {
      onChange({ isMobile: isMobile(navigator) });
      watchBattery(navigator, (battery) => onChange({ battery }));
      watchVisibility(document, (isHidden) => onChange({ isHidden }));
      watchNetwork(navigator, matchMedia("(prefers-reduced-data: reduce)"), onChange);
    },
    watchPressure: (onChange) => watchPressure(browser.PressureObserver, nowMs, onChange),
    onLeaving: (listener) => window.addEventListener("pagehide", listener),
    bytesThisHour: () => meter.bytesThisHour(nowMs()),
    bytesSinceOpening: () => meter.sinceOpening,
    wasDiscarded: browser.document.wasDiscarded === true,
    nowMs,
  };
}
