/** A browser profile that lasts as long as the test: everything is kept in memory, and nobody else wants the pen. */
import { Feed } from "../../shared/ledger/feed.ts";
import { Ledger } from "../../shared/ledger/ledger.ts";
import { MemoryFeedStore } from "../../shared/ledger/memory-feed-store.ts";
import { MemoryRecordStore } from "../../shared/ledger/record-store.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Pen } from "../../worker/identity/profile.ts";

/** @param createSigner a new device */
export function memoryProfile(createSigner: () => Signer) {
  const feeds = new MemoryFeedStore();
  const ledger = new Ledger({ store: new MemoryRecordStore(), onProblem: () => undefined });
  const begin = async (): Promise<Pen> => {
    const signer = createSigner();
    return { signer, feed: await Feed.open(signer, feeds), fresh: [], release: async () => undefined };
  };
  return { ledger: async () => ledger, takePen: begin, replaceDevice: begin, standAlone: () => undefined };
}
