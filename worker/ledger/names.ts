/** What people are called, by what they want to be shown. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { Accounts } from "../../shared/ledger/accounts/accounts.ts";
import { shownName } from "../../shared/ledger/exports/board-export.ts";

/** The person who has this device in hand: by name if they are listed, and by the generated one otherwise. */
export function nameOfDevice(accounts: Accounts, device: PeerId): string {
  const root = accounts.rootOf(device);
  const identity = accounts.identityOf(root);
  return shownName(identity?.isListed === true ? identity.name : null, root);
}
