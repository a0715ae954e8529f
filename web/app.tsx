/** The page: the screen that its address names. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { DonateScreen } from "./components/donate-screen.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import type { LedgerController } from "./ledger/ledger-controller.ts";
import { useInvitation } from "./ledger/use-invitation.ts";
import { say } from "./messages/say.ts";
import { useLanguage } from "./messages/use-language.ts";
import { PausePanel } from "./pause/components/pause-panel.tsx";
import type { PauseKeeper } from "./pause/pause-keeper.ts";
import { usePauseStatus } from "./pause/use-pause.ts";
import type { ProjectAddress } from "./run/project-address.ts";
import { type ScreenParts, useScreenCode } from "./screens/screen-code.ts";
import { ScreenFrame } from "./screens/screen-frame.tsx";
import { useScreen } from "./screens/use-screen.ts";
import { statusOf } from "./text/status-sentence.ts";
import { useRunSetup } from "./use-run-setup.ts";

interface AppProps {
  readonly controller: PauseKeeper;
  readonly ledger: LedgerController;
  readonly address: ProjectAddress;
  readonly openModel: ScreenParts["openModel"];
  readonly projects: ScreenParts["projects"];
  readonly isSupported: boolean;
  /** The operator offers relays, which hide a computer's network address. */
  readonly isRelayPossible: boolean;
}

export function App(props: AppProps) {
  const { controller, ledger, address, openModel, projects, isSupported, isRelayPossible } = props;
  useLanguage();
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  // Here, because what was chosen must outlast a look at another screen.
  const setup = useRunSetup(controller, view);
  const { screen, restoreText, start } = useScreen();
  const parts = useMemo(
    () => ({ controller, ledger, address, openModel, projects }),
    [controller, ledger, address, openModel, projects],
  );
  const code = useScreenCode(screen, parts);
  const invitation = useInvitation();
  const status = usePauseStatus(controller, view, (intensity) => statusOf(view, intensity, isSupported));
  const place = screen !== "donate" ? say(`screen.${screen}.name`) : view.hasRun ? status.word : "";
  useEffect(() => {
    document.title = place === "" ? "Tabloom" : `${place} · Tabloom`;
  }, [place]);
  return (
    <div className="page">
      <SiteHeader screen={screen} />
      {screen === "donate" ? (
        <DonateScreen
          {...{ controller, ledger, view, setup, status, address, isSupported, isRelayPossible, start }}
          countTabs={projects.countTabs}
          isInvited={invitation !== null}
          pause={<PausePanel keeper={controller} />}
        />
      ) : (
        <ScreenFrame
          {...{ screen, view, status, code, invitation, restoreText, isRelayPossible, start }}
          onStop={controller.stop}
        />
      )}
    </div>
  );
}
