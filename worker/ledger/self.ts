/** Who the visitor is: a person by their root key, on one device. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { KeyStore } from "../identity/key-store.ts";
import type { Pen } from "../identity/profile.ts";

export interface Self {
  /** Where the browser keeps nothing, and in a frame on somebody else's page: whoever has the device, else its own key. */
  readonly root: PeerId;
  /** NO_HASH where the browser keeps nothing and the tab has not begun to work. */
  readonly device: PeerId;
}

/** Where to look for it. */
export interface Whereabouts {
  readonly ledger: Ledger;
  /** Null where the browser keeps nothing. */
  readonly keys: KeyStore | null;
  /** As Profile's. */
  readonly isAlone: boolean;
}

/**
 * @param held what this tab writes with now
 * @throws KeyStoreError
 */
export async function findSelf({ ledger, keys, isAlone }: Whereabouts, held: Pen | null): Promise<Self> {
  const device = held?.signer.device ?? (await keys?.device())?.device ?? NO_HASH;
  const owner = ledger.accounts.rootOf(device);
  if (keys === null || isAlone) return { root: owner, device };
  const { device: root, phrase } = await keys.root();
  // A device that nobody has taken becomes the person's when it works next. Without their words it cannot: then it is a person of its own.
  const isItsOwn = owner === device && phrase === null && ledger.feedEnd(device) !== null;
  return { root: isItsOwn ? device : root, device };
}
