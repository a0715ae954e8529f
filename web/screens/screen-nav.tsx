/** The way from screen to screen. Links, so that the browser's back button and a new tab do what they always do. */
import { say } from "../messages/say.ts";
import { hrefOfScreen, SCREENS, type Screen } from "./screen-address.ts";

export const ScreenNav = ({ screen }: { readonly screen: Screen }) => (
  <nav className="screen-nav" aria-label={say("page.screens")}>
    <ul>
      {SCREENS.map((each) => (
        <li key={each}>
          <a
            href={hrefOfScreen(each)}
            aria-current={each === screen ? "page" : undefined}
            data-testid={`screen-${each}`}
          >
            {say(`screen.${each}.name`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
