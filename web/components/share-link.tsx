/** The project's address, to be sent to others. Its place is kept before there is one. */
import { useId, useRef, useState } from "react";
import { say } from "../messages/say.ts";
import { canSend, sendLink } from "./send-link.ts";

interface ShareLinkProps {
  /** Null until the project is known. */
  readonly url: string | null;
  /** What goes along where somebody sends it to others. */
  readonly picture?: () => Promise<File | null>;
}

export function ShareLink({ url, picture = noPicture }: ShareLinkProps) {
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url ?? "");
      setOutcome(say("copy.copied"));
    } catch {
      input.current?.select();
      setOutcome(say("share.by-hand"));
    }
  };
  const send = async () => {
    try {
      await sendLink(url ?? "", picture);
    } catch {
      input.current?.select();
      setOutcome(say("share.by-hand"));
    }
  };
  return (
    <section className="share-link">
      {url === null ? (
        <>
          <h2>{say("share.title")}</h2>
          <p className="note">{say("share.later")}</p>
        </>
      ) : (
        <>
          <h2>
            <label htmlFor={inputId}>{say("share.title")}</label>
          </h2>
          <div className="share-field">
            <input
              ref={input}
              id={inputId}
              readOnly
              dir="ltr"
              value={url}
              data-testid="share-link"
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" className="button" data-testid="copy-link" onClick={() => void copy()}>
              {say("copy.copy")}
            </button>
            {canSend() && (
              <button type="button" className="button" data-testid="send-link" onClick={() => void send()}>
                {say("share.send")}
              </button>
            )}
          </div>
          <p className="note" role="status">
            {outcome === "" ? say("share.note") : outcome}
          </p>
        </>
      )}
    </section>
  );
}

const noPicture = async () => null;
