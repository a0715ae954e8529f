/** The one place where notifications meet the browser. */
import { storageOf } from "../storage-of.ts";
import { milestoneWords } from "./milestone-words.ts";
import type { NotifyPorts } from "./notifier.ts";
import { createNotifyMemory } from "./notify-settings.ts";

/** "none" where the browser shows no notifications, as on an iPhone before the page was installed. */
export type Permission = NotificationPermission | "none";

/** A name, the same in every language. */
const TITLE = "Tabloom";

const browserNotification = () =>
  (globalThis as { readonly Notification?: typeof Notification }).Notification;

export const readPermission = (): Permission => browserNotification()?.permission ?? "none";

/** The browser asks the visitor, if it has not been told before. Only on a click. */
export const askPermission = async (): Promise<Permission> =>
  (await browserNotification()?.requestPermission()) ?? "none";

export const notifyMemory = createNotifyMemory(storageOf(() => localStorage));

export const browserNotifyPorts = (): NotifyPorts => ({
  memory: notifyMemory,
  isHidden: () => document.hidden,
  onVisibility: (listener) => document.addEventListener("visibilitychange", listener),
  isAllowed: () => readPermission() === "granted",
  show: (milestone) => void showNotification(milestoneWords(milestone)),
  nowMs: () => Date.now(),
});

/** Through the service worker where there is one: on Android there is no other way. */
async function showNotification(body: string): Promise<void> {
  const options = { body, icon: new URL("icons/any-192.png", document.baseURI).href, tag: "tabloom" };
  const workers = (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  const registration = await workers?.getRegistration().catch(() => undefined);
  try {
    if (registration?.active) return await registration.showNotification(TITLE, options);
    const Shown = browserNotification();
    if (Shown) new Shown(TITLE, options).addEventListener("click", () => window.focus());
  } catch {
    // Taken back meanwhile: what it says is on the page too.
  }
}
