/** The project's address, to be sent to others. Its place is kept before there is one. */
import { useId, useRef, useState } from "react";

/** @param url null until the project is known */
export function ShareLink({ url }: { readonly url: string | null }) {
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url ?? "");
      setOutcome("Copied.");
    } catch {
      input.current?.select();
      setOutcome("Press Ctrl+C or ⌘C to copy.");
    }
  };
  return (
    <section className="share-link">
      {url === null ? (
        <>
          <h2>Share link</h2>
          <p className="note">
            It appears when training starts. Whoever opens it trains the same model with you.
          </p>
        </>
      ) : (
        <>
          <h2>
            <label htmlFor={inputId}>Share link</label>
          </h2>
          <div className="share-field">
            <input
              ref={input}
              id={inputId}
              readOnly
              value={url}
              data-testid="share-link"
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" className="button" data-testid="copy-link" onClick={() => void copy()}>
              Copy
            </button>
          </div>
          <p className="note" role="status">
            {outcome === "" ? "Whoever opens it trains the same model with you." : outcome}
          </p>
        </>
      )}
    </section>
  );
}
