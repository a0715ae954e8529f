/** What will be deleted, exactly; what cannot be; and a warning where the way back would go too. */
import { useEffect, useState } from "react";
import type { IdentityView } from "../../worker/ledger-api.ts";
import { ProblemIcon } from "../components/icons.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";

interface EraseListProps {
  readonly ledger: LedgerController;
  /** Without a network the page could not be loaded again. */
  readonly keepsProgram: boolean;
}

export function EraseList({ ledger, keepsProgram }: EraseListProps) {
  const identity = useOwner(ledger);
  const receiptCount = useLedger(ledger).summary?.credit.receiptCount ?? null;
  if (identity === undefined)
    return (
      <p className="note" role="status">
        {say("settings.erase.looking")}
      </p>
    );
  return (
    <>
      <p>{say("settings.erase.list")}</p>
      <ul className="erase-list" data-testid="erase-list">
        <li>
          {identity
            ? sayWith("settings.erase.person", { who: <bdi /> }, { name: identity.name })
            : say("settings.erase.keys")}
        </li>
        <li>
          {receiptCount === null
            ? say("settings.erase.records")
            : say("settings.erase.receipts", { count: receiptCount })}
        </li>
        <li>{say("settings.erase.heads")}</li>
        <li>{say("settings.erase.settings")}</li>
        {!keepsProgram && <li>{say("settings.erase.program")}</li>}
      </ul>
      <p className="note">{say("settings.erase.stays")}</p>
      {keepsProgram && <p className="note">{say("settings.erase.offline")}</p>}
      {identity?.hasPhrase && (
        <p className="erase-warning" data-testid="words-warning">
          <ProblemIcon />
          <span>{sayWith("settings.erase.words", { link: <a href={hrefOfScreen("you")} /> })}</span>
        </p>
      )}
    </>
  );
}

/** @returns undefined while it is asked for; null where there is nobody, or a ledger that cannot say it */
function useOwner(ledger: LedgerController): IdentityView | null | undefined {
  const [owner, setOwner] = useState<IdentityView | null | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    void findOwner(ledger).then((found) => isWanted && setOwner(found));
    return () => {
      isWanted = false;
    };
  }, [ledger]);
  return owner;
}

async function findOwner(ledger: LedgerController): Promise<IdentityView | null> {
  try {
    if (!(await hasDatabases())) return null; // only to look must not make somebody
    return await ledger.ask((api) => api.identity());
  } catch {
    return null; // what cannot be read can be deleted all the same
  }
}

async function hasDatabases(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).length > 0;
  } catch {
    return true; // Firefox before 126 does not say
  }
}
