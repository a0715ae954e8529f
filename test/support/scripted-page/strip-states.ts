/** States of the line before the button: what the server says of who trains. */
import type { CountTabs } from "../../../web/run/count-tabs.ts";

export const STRIP_STATES: Readonly<Record<string, CountTabs>> = {
  "strip-asking": () => new Promise(() => undefined),
  "strip-nobody": async () => 0,
  "strip-away": () => Promise.reject(new Error("offline")),
  "saved-nobody": async () => 0,
  "saved-away": () => Promise.reject(new Error("offline")),
};
