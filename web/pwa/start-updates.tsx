/** Keeps the program in the browser, and offers new versions of it. A page that was just deleted keeps nothing. */
import { createRoot } from "react-dom/client";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { markGoOn, takeGoOn } from "./go-on-mark.ts";
import { createUpdater } from "./updater.ts";
import { UpdateNote } from "./update-note.tsx";
import { registerServiceWorker } from "./version-watch.ts";
import { createWorkLock } from "./work-lock.ts";

const CHANNEL_NAME = "tabloom.update";
const ASKED = "update";

export async function startUpdates(keeper: PauseKeeper): Promise<void> {
  if (takeGoOn(Date.now())) goOn(keeper);
  const versions = await registerServiceWorker();
  if (versions === null) return;
  const channel = new BroadcastChannel(CHANNEL_NAME);
  const updater = createUpdater(keeper, {
    versions,
    work: createWorkLock(navigator.locks),
    tabs: {
      tell: () => channel.postMessage(ASKED),
      listen: (listener) => channel.addEventListener("message", ({ data }) => data === ASKED && listener()),
    },
    reload(goesOn) {
      if (goesOn) markGoOn(Date.now());
      location.reload();
    },
  });
  const place = document.createElement("div");
  document.body.append(place);
  createRoot(place).render(<UpdateNote updater={updater} />);
}

/** With the project that the address names, as it was before. */
function goOn(keeper: PauseKeeper): void {
  const { intensity, isRelayOnly } = keeper.settings.read();
  keeper.start({ kind: "project", link: keeper.view().link }, { intensity, isRelayOnly });
}
