/** How a text is cut into tokens: character by character, or as a tokenizer.json of another model says. */
import { type ChangeEvent, useId } from "react";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say, sayWith } from "../messages/say.ts";
import type { DataLook } from "../../worker/trial-api.ts";
import { asTokenizer } from "./create-files.ts";
import type { CreateView } from "./create-view.ts";

interface CreateTokenizerProps extends Pick<CreateView, "refusedTokenizer"> {
  /** Of a text. */
  readonly data: DataLook;
  readonly onChoose: (file: File) => void;
  readonly onDrop: () => void;
}

export function CreateTokenizer({ data, refusedTokenizer, onChoose, onDrop }: CreateTokenizerProps) {
  const headingId = useId();
  const { tokenizer } = data;
  return (
    <section
      className="create-part"
      aria-labelledby={headingId}
      data-testid="create-tokenizer"
      data-kind={tokenizer ? "used" : refusedTokenizer ? "refused" : "none"}
    >
      <h3 id={headingId}>{say("create.tokenizer")}</h3>
      <p className="note" role="status">
        {tokenizer
          ? sayWith("create.tokenizer.used", { name: <bdi /> }, { ...tokenizer, count: tokenizer.size })
          : say("create.tokenizer.none")}
      </p>
      {tokenizer ? (
        <button type="button" className="button create-go" data-testid="drop-tokenizer" onClick={onDrop}>
          {say("create.tokenizer.drop")}
        </button>
      ) : (
        <TokenizerInput onChoose={onChoose} />
      )}
      {refusedTokenizer && <ProblemPanel problem={refusedTokenizer.problem} />}
    </section>
  );
}

function TokenizerInput({ onChoose }: Pick<CreateTokenizerProps, "onChoose">) {
  const inputId = useId();
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (file) onChoose(asTokenizer(file));
    currentTarget.value = ""; // so that choosing the same file again is a change
  };
  return (
    <p className="create-file">
      <input
        id={inputId}
        type="file"
        accept=".json,.gz,application/json"
        className="visually-hidden"
        data-testid="tokenizer-file"
        onChange={choose}
      />
      <label className="button create-go" htmlFor={inputId}>
        {say("create.tokenizer.choose")}
      </label>
    </p>
  );
}
