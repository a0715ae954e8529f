/** How much is kept, where, and for how long; and the way to ask for more of that. */
import { Part } from "../components/part.tsx";
import { Reading } from "../components/reading.tsx";
import { ActionNote } from "../ledger/components/action-note.tsx";
import { RefusedError, useAction } from "../ledger/use-action.ts";
import { say, sayWith } from "../messages/say.ts";
import { formatFileSize } from "../text/format.ts";
import { askToPersist, type KeptStorage, useKeptStorage } from "./kept-storage.ts";

export function StorageSection() {
  const [kept, look] = useKeptStorage();
  const { state, run } = useAction();
  const ask = () =>
    run(async () => {
      if (!(await askToPersist())) throw new RefusedError(say("settings.storage.denied"));
      look();
      return say("settings.storage.granted");
    });
  return (
    <Part className="settings-part" title={say("settings.storage")} testId="settings-storage">
      <StorageFigures kept={kept} />
      <p className="note">{sayWith("settings.storage.where", { bdi: <bdi /> }, { site: location.host })}</p>
      <p className="note" data-testid="persisted">
        {kept !== null &&
          kept.isPersisted !== null &&
          say(kept.isPersisted ? "settings.storage.persisted" : "settings.storage.fleeting")}
      </p>
      {kept?.isPersisted === false && (
        <button type="button" className="button" data-testid="persist" onClick={ask}>
          {say("settings.storage.ask")}
        </button>
      )}
      <ActionNote state={state} busy={say("settings.storage.asking")} />
    </Part>
  );
}

/** They have their place before they are known. */
function StorageFigures({ kept }: { readonly kept: KeptStorage | null }) {
  if (kept !== null && kept.usedBytes === null)
    return <p className="note">{say("settings.storage.unknown")}</p>;
  const { usedBytes, quotaBytes } = kept ?? { usedBytes: null, quotaBytes: null };
  return (
    <dl className="storage-figures">
      <Reading label={say("settings.storage.used")} testId="kept-bytes" value={usedBytes}>
        {usedBytes !== null && formatFileSize(usedBytes)}
      </Reading>
      <Reading label={say("settings.storage.quota")} testId="quota-bytes" value={quotaBytes}>
        {quotaBytes !== null && formatFileSize(quotaBytes)}
      </Reading>
    </dl>
  );
}
