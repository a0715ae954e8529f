/** What a page does beside what it shows. Comes after the first drawing, because nobody waits for it. */
import type { LedgerController } from "./ledger/ledger-controller.ts";
import { leaveToErase } from "./erase/begin-erase.ts";
import { browserEraseChannel } from "./erase/erase-channel.ts";
import { lastErase } from "./erase/erase-mark.ts";
import { browserNotifyPorts } from "./notifications/browser-notifications.ts";
import { startNotifier } from "./notifications/notifier.ts";
import type { PauseKeeper } from "./pause/pause-keeper.ts";
import { startUpdates } from "./pwa/start-updates.tsx";

export function startBeside(keeper: PauseKeeper, ledger: LedgerController): void {
  browserEraseChannel().listen((isFresh) => {
    keeper.stop();
    if (isFresh) void leaveToErase(keeper, navigator.onLine ? "all" : "data");
    else location.reload();
  });
  startNotifier(keeper, ledger, browserNotifyPorts());
  // A page that has just deleted everything leaves nothing behind; the dev server's files change all the time.
  if (import.meta.env.PROD && lastErase() === null) void startUpdates(keeper);
}
