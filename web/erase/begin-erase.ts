/** Ends what runs in this tab and in the others, and loads the page again to delete everything. */
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { isActive } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { browserEraseChannel } from "./erase-channel.ts";
import { type EraseExtent, markErase } from "./erase-mark.ts";
import { eraseProgram } from "./erase-program.ts";

/** A run that does not end by itself ends with the page. */
const END_WITHIN_MS = 1000;

/** Never comes back: the page goes. */
export async function beginErase(keeper: PauseKeeper, extent: EraseExtent): Promise<void> {
  browserEraseChannel().tell();
  await leaveToErase(keeper, extent);
}

/** What each tab does. */
export async function leaveToErase(keeper: PauseKeeper, extent: EraseExtent): Promise<void> {
  keeper.stop();
  await untilEnded(keeper);
  if (extent === "all") await eraseProgram(); // while it is registered, it would load the page again
  markErase(extent);
  history.replaceState(null, "", `${location.pathname}${hrefOfScreen("settings")}`);
  location.reload();
}

function untilEnded(keeper: PauseKeeper): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, END_WITHIN_MS);
    const look = () => {
      if (isActive(keeper.view())) return;
      clearTimeout(timer);
      end();
      resolve();
    };
    const end = keeper.subscribe(look);
    look();
  });
}
