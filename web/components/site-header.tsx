/** The name, the way to the screens, and on the first of them what this page is. */
import { ScreenNav } from "../screens/screen-nav.tsx";
import type { Screen } from "../screens/screen-address.ts";
import { say } from "../messages/say.ts";
import { Mark } from "./icons.tsx";

export const SiteHeader = ({ screen }: { readonly screen: Screen }) => (
  <header className="site-header">
    <div className="site-line">
      <h1 className="wordmark">
        <Mark /> Tabloom
      </h1>
      <ScreenNav screen={screen} />
    </div>
    {screen === "donate" && (
      <div>
        <p className="lede">{say("page.lede")}</p>
        <p className="lede-note">{say("page.lede-note")}</p>
      </div>
    )}
  </header>
);
