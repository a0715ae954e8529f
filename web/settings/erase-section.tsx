/** One button for everything. It says what that is before it asks. */
import { useEffect, useRef, useState } from "react";
import { beginErase } from "../erase/begin-erase.ts";
import { Question } from "../ledger/components/question.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { Part } from "../components/part.tsx";
import { say } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { useOnline } from "../use-online.ts";
import { EraseList } from "./erase-list.tsx";

interface EraseSectionProps {
  readonly keeper: PauseKeeper;
  readonly ledger: LedgerController;
}

export function EraseSection({ keeper, ledger }: EraseSectionProps) {
  const [step, setStep] = useState<"closed" | "asking" | "ending">("closed");
  const isOnline = useOnline();
  const opener = useRef<HTMLButtonElement>(null);
  const noButton = useRef<HTMLButtonElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) (step === "asking" ? noButton : opener).current?.focus();
    before.current = step;
  }, [step]);
  const erase = () => {
    setStep("ending");
    void beginErase(keeper, isOnline ? "all" : "data");
  };
  return (
    <Part className="settings-part" title={say("settings.erase")} testId="settings-erase">
      <p className="note">{say("settings.erase.note")}</p>
      {step === "closed" && (
        <button
          ref={opener}
          type="button"
          className="button"
          data-testid="erase"
          onClick={() => setStep("asking")}
        >
          {say("settings.erase")}
        </button>
      )}
      {step === "asking" && (
        <>
          <EraseList ledger={ledger} keepsProgram={!isOnline} />
          <Question
            question={say("settings.erase.question")}
            yes={say("settings.erase.yes")}
            no={say("settings.erase.no")}
            onYes={erase}
            onNo={() => setStep("closed")}
            noButton={noButton}
            testId="erase-yes"
          />
        </>
      )}
      {step === "ending" && <p role="status">{say("settings.erase.ending")}</p>}
    </Part>
  );
}
