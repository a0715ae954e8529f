/** The way from screen to screen. Links, so that the browser's back button and a new tab do what they always do. */
import { say } from "../messages/say.ts";
import { hrefOfScreen, SCREENS, type Screen } from "./screen-address.ts";

/** Where no link of the header leads: another screen does, and is the current one meanwhile. */
const WITHIN: Readonly<Partial<Record<Screen, Screen>>> = {
  project: "projects",
  create: "projects",
  embed: "projects",
  sites: "leaderboard",
};
const TOP_SCREENS = SCREENS.filter((screen) => WITHIN[screen] === undefined);

export const ScreenNav = ({ screen }: { readonly screen: Screen }) => (
  <nav className="screen-nav" aria-label={say("page.screens")}>
    <ul>
      {TOP_SCREENS.map((each) => (
        <li key={each}>
          <a href={hrefOfScreen(each)} aria-current={currentOf(each, screen)} data-testid={`screen-${each}`}>
            {say(`screen.${each}.name`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const currentOf = (link: Screen, shown: Screen) =>
  link === shown ? "page" : link === WITHIN[shown] ? "location" : undefined;
