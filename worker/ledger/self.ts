/** Who the visitor is: a person by their root key, on one device. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { KeyStore } from "../identity/key-store.ts";
import type { Pen } from "../identity/profile.ts";

export interface Self {
  /** Where the browser keeps nothing, the device's own key. */
  readonly root: PeerId;
  /** NO_HASH where the browser keeps nothing and the tab has not begun to work. */
  readonly device: PeerId;
}

/**
 * @param keys null where the browser keeps nothing
 * @param held what this tab writes with now
 * @throws KeyStoreError
 */
export async function findSelf(ledger: Ledger, keys: KeyStore | null, held: Pen | null): Promise<Self> {
  const device = held?.signer.device ?? (await keys?.device())?.device ?? NO_HASH;
  const owner = ledger.accounts.rootOf(device);
  if (keys === null) return { root: owner, device };
  const { device: root, phrase } = await keys.root();
  // A device that nobody has taken becomes the person's when it works next. Without their words it cannot: then it is a person of its own.
  const isAlone = owner === device && phrase === null && ledger.feedEnd(device) !== null;
  return { root: isAlone ? device : root, device };
}
