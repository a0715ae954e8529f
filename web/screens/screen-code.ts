/** The code of every screen but the first: fetched when somebody goes there, and kept. */
import { type ComponentType, useEffect, useState } from "react";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import type { Invitation } from "../ledger/use-invitation.ts";
import type { RunView } from "../run/run-state.ts";
import type { Screen } from "./screen-address.ts";

export interface ScreenProps {
  readonly screen: Exclude<Screen, "donate">;
  readonly view: RunView;
  /** The address invites to a team. */
  readonly invitation: Invitation | null;
  /** A link with twelve words was opened. */
  readonly restoreText: string | null;
}

type Content = ComponentType<ScreenProps>;

/** Screens that are used together come together. */
const PIECES = {
  ledger: async (ledger: LedgerController): Promise<Content> =>
    (await import("../ledger/components/ledger-screens.tsx")).createLedgerScreens(ledger),
  settings: async (): Promise<Content> => (await import("../settings/settings-screen.tsx")).SettingsScreen,
};

const PIECE_OF: Readonly<Record<Screen, keyof typeof PIECES | null>> = {
  donate: null,
  receipts: "ledger",
  leaderboard: "ledger",
  verify: "ledger",
  you: "ledger",
  settings: "settings",
};

export interface ScreenCode {
  /** Null until it is there. */
  readonly Content: Content | null;
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

export function useScreenCode(screen: Screen, ledger: LedgerController): ScreenCode {
  const piece = PIECE_OF[screen];
  const [loaded, setLoaded] = useState<Partial<Record<keyof typeof PIECES, Content>>>({});
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<number | null>(null);
  useEffect(() => {
    if (piece === null) return;
    PIECES[piece](ledger).then(
      (made) => setLoaded((before) => (before[piece] ? before : { ...before, [piece]: made })),
      () => setFailed(attempt),
    );
  }, [ledger, piece, attempt]);
  const Content = piece === null ? null : (loaded[piece] ?? null);
  return { Content, hasFailed: failed === attempt, retry: () => setAttempt(attempt + 1) };
}
