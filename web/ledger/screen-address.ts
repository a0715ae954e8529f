/** Which screen the page's fragment names: `#receipts`. What a fragment says never leaves the browser. */
export const SCREENS = ["donate", "receipts", "leaderboard", "verify", "you"] as const;
export type Screen = (typeof SCREENS)[number];

export interface ScreenAddress {
  readonly screen: Screen;
  /** Of a link that another device showed: the twelve words as 22 characters. They belong in no history. */
  readonly restoreText: string | null;
}

const RESTORE = /^#restore=([\w-]{22})$/;

/** @param fragment as in `location.hash`; what names no screen is the donate screen */
export function parseScreen(fragment: string): ScreenAddress {
  const restoreText = RESTORE.exec(fragment)?.[1] ?? null;
  if (restoreText !== null) return { screen: "you", restoreText };
  return { screen: SCREENS.find((name) => `#${name}` === fragment) ?? "donate", restoreText };
}

/** Where a screen is, as a link within the page. */
export const hrefOfScreen = (screen: Screen): string => `#${screen}`;
