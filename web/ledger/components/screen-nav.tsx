/** The way from screen to screen. Links, so that the browser's back button and a new tab do what they always do. */
import { hrefOfScreen, SCREENS, type Screen } from "../screen-address.ts";
import { NAVIGATION_LABEL, SCREEN_WORDS } from "../text/screen-text.ts";

export const ScreenNav = ({ screen }: { readonly screen: Screen }) => (
  <nav className="screen-nav" aria-label={NAVIGATION_LABEL}>
    <ul>
      {SCREENS.map((each) => (
        <li key={each}>
          <a
            href={hrefOfScreen(each)}
            aria-current={each === screen ? "page" : undefined}
            data-testid={`screen-${each}`}
          >
            {SCREEN_WORDS[each].name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
