/** What a script does to the browser for the settings, before the page is drawn. */
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { type EraseReport, rememberErase } from "../../../web/erase/erase-mark.ts";
import { UpdateNote } from "../../../web/pwa/update-note.tsx";
import type { UpdateState } from "../../../web/pwa/updater.ts";

export interface SettingsScript {
  /** Something is kept, so that there is somebody to ask about. */
  readonly hasDatabase?: boolean;
  /** The page has just deleted everything. */
  readonly erased?: EraseReport;
  /** What the browser says about notifications. */
  readonly permission?: NotificationPermission;
  /** A new version is here. */
  readonly update?: UpdateState;
}

export async function playSettings({
  hasDatabase,
  erased,
  permission,
  update,
}: SettingsScript): Promise<void> {
  if (hasDatabase) await openDatabase();
  if (erased) rememberErase(erased);
  if (permission) Object.defineProperty(Notification, "permission", { get: () => permission });
  if (!update) return;
  const place = document.body.appendChild(document.createElement("div"));
  const updater = { view: () => update, subscribe: () => () => undefined, ask: () => undefined };
  createRoot(place).render(createElement(UpdateNote, { updater }));
}

const openDatabase = (): Promise<unknown> =>
  new Promise((resolve) => indexedDB.open("tabloom-scripted").addEventListener("success", resolve));
