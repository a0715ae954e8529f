/** A tab that signs records of one feed as fast as its disk takes them, and says each that it was told is kept. It goes on until it is ended. */
import { Feed } from "../../shared/ledger/feed.ts";
import { LedgerDatabase } from "../../worker/storage/ledger-store.ts";
import { EXAMPLE_CONTRIBUTION, exampleHash, exampleSigner } from "./example-messages.ts";

const SIGNER = exampleSigner(0);

async function write(): Promise<never> {
  const { feeds } = new LedgerDatabase();
  if ((await feeds.load(SIGNER.device)) === null) await feeds.begin(SIGNER.device);
  const feed = await Feed.open(SIGNER, feeds);
  for (;;) {
    const base = exampleHash(`base ${feed.end.seq}`);
    const { hash } = await feed.append({ type: "contribution", body: { ...EXAMPLE_CONTRIBUTION, base } });
    postMessage({ seq: feed.end.seq, hash });
  }
}

void write();
