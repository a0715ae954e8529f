/** Which screen the page's fragment names: `#/receipts`, or `#receipts` in older links. A fragment never leaves the browser. */
export const SCREENS = [
  "donate",
  "swarm",
  "projects",
  "project",
  "create",
  "leaderboard",
  "receipts",
  "verify",
  "you",
  "settings",
  "embed",
  "sites",
] as const;
export type Screen = (typeof SCREENS)[number];

export interface ScreenAddress {
  readonly screen: Screen;
  /** Of a link that another device showed: the twelve words as 22 characters. They belong in no history. */
  readonly restoreText: string | null;
}

const RESTORE = /^restore=([\w-]{22})$/;

/** @param address a fragment, or what wouter makes of it: "#receipts", "#/receipts", "/receipts". What names no screen is the donate screen */
export function parseScreen(address: string): ScreenAddress {
  const [name = ""] = address.replace(/^#?\/?/, "").split("?"); // what stands behind it is for the screen
  const restoreText = RESTORE.exec(name)?.[1] ?? null;
  if (restoreText !== null) return { screen: "you", restoreText };
  return { screen: SCREENS.find((screen) => screen === name) ?? "donate", restoreText };
}

/** Where a screen is, as a link within the page. */
export const hrefOfScreen = (screen: Screen): string => (screen === "donate" ? "#/" : `#/${screen}`);
