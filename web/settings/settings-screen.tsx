/** What the visitor can choose, each choice in one place. It takes effect at once. */
import "../messages/english-of-screens.ts";
import "../styles/forms.css";
import "../styles/settings.css";
import type { ComponentType } from "react";
import { lastErase } from "../erase/erase-mark.ts";
import type { ScreenParts, ScreenProps } from "../screens/screen-code.ts";
import { EraseNote } from "./erase-note.tsx";
import { EraseSection } from "./erase-section.tsx";
import { GivingSection } from "./giving-section.tsx";
import { IdentitySection } from "./identity-section.tsx";
import { LookSection } from "./look-section.tsx";
import { NotifySection } from "./notify-section.tsx";
import { PrivacySection } from "./privacy-section.tsx";
import { StorageSection } from "./storage-section.tsx";
import { VersionNote } from "./version-note.tsx";
import { WhenSection } from "./when-section.tsx";

export function createSettingsScreen({ controller, ledger }: ScreenParts): ComponentType<ScreenProps> {
  const erased = lastErase();
  return ({ view, isRelayPossible }) => (
    <>
      <div className="setup">
        {erased !== null && <EraseNote report={erased} />}
        <GivingSection keeper={controller} />
        <WhenSection keeper={controller} />
        <PrivacySection keeper={controller} {...{ view, isRelayPossible }} />
      </div>
      <div className="run">
        <NotifySection />
        <LookSection />
        <IdentitySection />
        <StorageSection />
        <EraseSection keeper={controller} ledger={ledger} />
        <VersionNote />
      </div>
    </>
  );
}
