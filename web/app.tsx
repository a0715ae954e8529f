/** The page: the screen that its address names. */
import { useEffect, useSyncExternalStore } from "react";
import { DonateScreen } from "./components/donate-screen.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import { ScreenFrame } from "./ledger/components/screen-frame.tsx";
import type { LedgerController } from "./ledger/ledger-controller.ts";
import { SCREEN_WORDS } from "./ledger/text/screen-text.ts";
import { useInvitation } from "./ledger/use-invitation.ts";
import { useLedgerScreens } from "./ledger/use-ledger-screens.ts";
import { useScreen } from "./ledger/use-screen.ts";
import type { ProjectAddress } from "./run/project-address.ts";
import type { RunController } from "./run/run-controller.ts";
import { statusOf } from "./text/status-sentence.ts";
import { useRunSetup } from "./use-run-setup.ts";

interface AppProps {
  readonly controller: RunController;
  readonly ledger: LedgerController;
  readonly address: ProjectAddress;
  readonly isSupported: boolean;
  /** The operator offers relays, which hide a computer's network address. */
  readonly isRelayPossible: boolean;
}

export function App({ controller, ledger, address, isSupported, isRelayPossible }: AppProps) {
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  // Here, because what was chosen must outlast a look at another screen.
  const setup = useRunSetup(controller, view);
  const { screen, restoreText, start } = useScreen();
  const loaded = useLedgerScreens(ledger, screen !== "donate");
  const invitation = useInvitation();
  const status = statusOf(view, setup.intensity, isSupported);
  useEffect(() => {
    const what = screen !== "donate" ? SCREEN_WORDS[screen].title : view.hasRun ? status.word : "";
    document.title = what === "" ? "Tabloom" : `${what} · Tabloom`;
  }, [screen, view.hasRun, status.word]);
  return (
    <div className="page">
      <SiteHeader screen={screen} />
      {screen === "donate" ? (
        <DonateScreen
          {...{ controller, ledger, view, setup, status, address, isSupported, isRelayPossible, start }}
          isInvited={invitation !== null}
        />
      ) : (
        <ScreenFrame
          {...{ screen, view, status, loaded, invitation, restoreText, start }}
          onStop={controller.stop}
        />
      )}
    </div>
  );
}
