/** The device's own chain of records: each names the one before it, so that nobody, the device included, can rewrite what it said. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { ContributionBody } from "../ledger/contribution.ts";
import { contributionBytes, NO_HASH, sealRecord } from "../ledger/record.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Signer } from "../ports/signatures.ts";

export class Feed {
  readonly #signer: Signer;
  #seq = 0;
  #prev: Hash = NO_HASH;

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  get device(): PeerId {
    return this.#signer.device;
  }

  async appendContribution(body: ContributionBody): Promise<SignedRecord> {
    const bytes = contributionBytes(this.#signer.device, this.#seq, this.#prev, body);
    const record = await sealRecord(bytes, this.#signer);
    this.#seq++;
    this.#prev = record.hash;
    return record;
  }
}
