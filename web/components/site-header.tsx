/** The name, the way to the screens, and on the first of them what this page is. */
import { ScreenNav } from "../ledger/components/screen-nav.tsx";
import type { Screen } from "../ledger/screen-address.ts";
import { Mark } from "./icons.tsx";

export const SiteHeader = ({ screen }: { readonly screen: Screen }) => (
  <header className="site-header">
    <div>
      <h1 className="wordmark">
        <Mark /> Tabloom
      </h1>
      <ScreenNav screen={screen} />
    </div>
    {screen === "donate" && (
      <div>
        <p className="lede">Train an open model together, in your browser.</p>
        <p className="lede-note">
          This tab and others make one AI model. Nothing is installed; Stop ends it at once.
        </p>
      </div>
    )}
  </header>
);
