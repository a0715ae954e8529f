/** The visitor's identity as the page shows it. */
import { cleanDisplayName } from "../../shared/ledger/identity/display-name.ts";
import { fingerprintOf, pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import { devicesOf } from "../../shared/ledger/accounts/ownership.ts";
import { shownName } from "../../shared/ledger/exports/board-export.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { IdentityView } from "../ledger-api.ts";
import type { Self } from "./self.ts";

export function identityView(ledger: Ledger, { root, device }: Self, hasPhrase: boolean): IdentityView {
  const identity = ledger.accounts.identityOf(root);
  const name = identity === null ? null : cleanDisplayName(identity.name);
  return {
    root,
    fingerprint: fingerprintOf(root),
    device,
    deviceFingerprint: fingerprintOf(device),
    name: name ?? pseudonymOf(root),
    isNameChosen: name !== null,
    isListed: identity?.isListed ?? false,
    country: identity?.country ?? "",
    team: teamView(ledger, identity?.team ?? null),
    devices: devicesView(ledger, { root, device }),
    hasPhrase,
  };
}

/** A team whose record has not come yet bears a generated name until it does. */
function teamView({ book }: Ledger, team: string | null): IdentityView["team"] {
  if (team === null) return null;
  const body = book.team(team)?.content.body;
  return { id: team, name: shownName(body?.name ?? null, team), url: body?.url ?? "" };
}

/** Newest first. */
function devicesView({ book }: Ledger, { root, device: own }: Self): IdentityView["devices"] {
  const devices = devicesOf(book, root).flatMap((device) => {
    const [delegation] = book.delegationsBy(device);
    if (delegation === undefined) return [];
    const isRevoked = book.revocationsOf(device).some(({ content }) => content.body.root === root);
    return [{ device, since: delegation.at, isRevoked, isThis: device === own }];
  });
  return devices.sort((a, b) => b.since - a.since || (a.device < b.device ? -1 : 1));
}
