/** The twelve words as a card: to be copied, printed, or shown to the camera of another device. Printing prints it alone. */
import { useState } from "react";
import type { IdentityView } from "../../../worker/ledger-api.ts";
import { WORDS_TEXT } from "../text/you-text.ts";
import { CopyButton } from "./copy-button.tsx";
import { PhraseCode } from "./phrase-code.tsx";

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
        {WORDS_TEXT.printTitle} <bdi>{name}</bdi> <span className="hash">{fingerprint}</span>
      </p>
      <p className="note">{WORDS_TEXT.warning}</p>
      <ol className="words" data-testid="phrase" translate="no">
        {phrase.split(" ").map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      {isCodeShown && <PhraseCode phrase={phrase} />}
      <div className="buttons">
        <CopyButton text={phrase} what={WORDS_TEXT.title} className="button" />
        <button type="button" className="button" onClick={() => window.print()}>
          {WORDS_TEXT.print}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={isCodeShown}
          data-testid="show-code"
          onClick={() => setIsCodeShown(!isCodeShown)}
        >
          {isCodeShown ? WORDS_TEXT.hideCode : WORDS_TEXT.code}
        </button>
      </div>
    </div>
  );
}
