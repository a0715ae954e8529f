/** What the screens of projects get. */
import type { ScreenParts, ScreenProps } from "../screens/screen-code.ts";
import type { ModelDesk } from "./project-desk.ts";

export interface ProjectScreenProps extends ScreenProps {
  readonly parts: ScreenParts;
  readonly desk: ModelDesk;
}

/** Whom to ask about which project. */
export interface ModelProps {
  readonly desk: ModelDesk;
  /** As in the page's address; null for the main project. */
  readonly link: string | null;
}
