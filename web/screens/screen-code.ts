/** The code of every screen but the first: fetched when somebody goes there, and kept. */
import { type ComponentType, startTransition, useEffect, useState } from "react";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import type { Invitation } from "../ledger/use-invitation.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import type { OpenModelLink } from "../projects/project-model-link.ts";
import type { ProjectPorts } from "../projects/project-ports.ts";
import type { ProjectAddress } from "../run/project-address.ts";
import type { RunView } from "../run/run-state.ts";
import type { Screen } from "./screen-address.ts";

export interface ScreenProps {
  readonly screen: Exclude<Screen, "donate">;
  readonly view: RunView;
  /** The address invites to a team. */
  readonly invitation: Invitation | null;
  /** A link with twelve words was opened. */
  readonly restoreText: string | null;
  /** The operator offers relays, which hide a computer's network address. */
  readonly isRelayPossible: boolean;
}

/** What screens do things with; the same as long as the page is open. */
export interface ScreenParts {
  readonly controller: PauseKeeper;
  readonly ledger: LedgerController;
  readonly address: ProjectAddress;
  /** Opens a worker that knows models. */
  readonly openModel: OpenModelLink;
  readonly projects: ProjectPorts;
}

type Content = ComponentType<ScreenProps>;

/** Screens that are used together come together. */
const PIECES = {
  ledger: async ({ ledger }: ScreenParts): Promise<Content> =>
    (await import("../ledger/components/ledger-screens.tsx")).createLedgerScreens(ledger),
  verify: async ({ ledger }: ScreenParts): Promise<Content> =>
    (await import("../ledger/components/verify-screen.tsx")).createVerifyScreen(ledger),
  sites: async ({ ledger }: ScreenParts): Promise<Content> =>
    (await import("../ledger/components/sites-screen.tsx")).createSitesScreen(ledger),
  swarm: async (parts: ScreenParts): Promise<Content> =>
    (await import("../swarm/swarm-screen.tsx")).createSwarmScreen(parts),
  projects: async (parts: ScreenParts): Promise<Content> =>
    (await import("../projects/project-screens.tsx")).createProjectScreens(parts),
  settings: async (parts: ScreenParts): Promise<Content> =>
    (await import("../settings/settings-screen.tsx")).createSettingsScreen(parts),
  embed: async (parts: ScreenParts): Promise<Content> =>
    (await import("../embed/configurator/embed-screen.tsx")).createEmbedScreen(parts),
};

const PIECE_OF: Readonly<Record<Screen, keyof typeof PIECES | null>> = {
  donate: null,
  swarm: "swarm",
  projects: "projects",
  project: "projects",
  create: "projects",
  receipts: "ledger",
  leaderboard: "ledger",
  verify: "verify",
  you: "ledger",
  settings: "settings",
  embed: "embed",
  sites: "sites",
};

export interface ScreenCode {
  /** Null until it is there. */
  readonly Content: Content | null;
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

export function useScreenCode(screen: Screen, parts: ScreenParts): ScreenCode {
  const piece = PIECE_OF[screen];
  const [loaded, setLoaded] = useState<Partial<Record<keyof typeof PIECES, Content>>>({});
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<number | null>(null);
  useEffect(() => {
    if (piece === null) return;
    PIECES[piece](parts).then(
      (made) =>
        startTransition(() => setLoaded((before) => (before[piece] ? before : { ...before, [piece]: made }))),
      () => setFailed(attempt),
    );
  }, [parts, piece, attempt]);
  const Content = piece === null ? null : (loaded[piece] ?? null);
  return { Content, hasFailed: failed === attempt, retry: () => setAttempt(attempt + 1) };
}
