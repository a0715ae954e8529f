/** The twelve words as a card: to be copied, printed, or shown to the camera of another device. Printing prints it alone. */
import { useState } from "react";
import type { IdentityView } from "../../../worker/ledger-api.ts";
import { CopyButton } from "./copy-button.tsx";
import { PhraseCode } from "./phrase-code.tsx";
import { say, sayWith } from "../../messages/say.ts";

interface WordsCardProps {
  readonly phrase: string;
  readonly identity: IdentityView;
}

export function WordsCard({ phrase, identity }: WordsCardProps) {
  const [isCodeShown, setIsCodeShown] = useState(false);
  const { name, fingerprint } = identity;
  return (
    <div className="words-card">
      <p className="words-for">
        {sayWith("words.print-title", { bdi: <bdi /> }, { name })} <span className="hash">{fingerprint}</span>
      </p>
      <p className="note">{say("words.warning")}</p>
      <ol className="words" data-testid="phrase" translate="no">
        {phrase.split(" ").map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      {isCodeShown && <PhraseCode phrase={phrase} />}
      <div className="buttons">
        <CopyButton text={phrase} what={say("words.title")} className="button" />
        <button type="button" className="button" onClick={() => window.print()}>
          {say("words.print")}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={isCodeShown}
          data-testid="show-code"
          onClick={() => setIsCodeShown(!isCodeShown)}
        >
          {isCodeShown ? say("words.hide-code") : say("words.code")}
        </button>
      </div>
    </div>
  );
}
