/** Whose work counted can keep it for good: the twelve words bring it to any computer. Never before, and only until somebody answers. */
import { useState } from "react";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { say, sayWith } from "../../messages/say.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { isKeptLater, keepLater } from "../keep-later.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { useAnswer } from "../use-answer.ts";

export function KeepNote({ ledger }: { readonly ledger: LedgerController }) {
  const { value: identity } = useAnswer(ledger, askIdentity);
  const [isLater, setIsLater] = useState(isKeptLater);
  if (isLater || !identity?.hasPhrase) return null;
  const answerLater = () => {
    keepLater();
    setIsLater(true);
  };
  return (
    <p className="note" data-testid="keep-note">
      {sayWith("own-credit.keep", TAGS, { name: identity.name })}{" "}
      <button type="button" className="link" data-testid="keep-later" onClick={answerLater}>
        {say("own-credit.later")}
      </button>
    </p>
  );
}

const TAGS = { who: <bdi />, link: <a href={hrefOfScreen("you")} /> };

const askIdentity = (api: LedgerApi) => api.identity();
