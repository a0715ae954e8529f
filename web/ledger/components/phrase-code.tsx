/** The words as a QR code with a link that another device's camera opens. Made here: no server ever sees a fragment. */
import { useEffect, useState } from "react";
import type { QrCode } from "../qr-code.ts";
import { say } from "../../messages/say.ts";

export function PhraseCode({ phrase }: { readonly phrase: string }) {
  const [code, setCode] = useState<QrCode | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    import("../restore-code.ts")
      .then(({ restoreCode }) => restoreCode(phrase, location.href))
      .then(
        (made) => isCurrent && setCode(made),
        () => isCurrent && setHasFailed(true),
      );
    return () => {
      isCurrent = false;
    };
  }, [phrase]);
  return (
    <figure className="code">
      <div className="code-place">
        {code && (
          <svg
            viewBox={`0 0 ${code.size} ${code.size}`}
            role="img"
            aria-label={say("words.code-label")}
            data-testid="phrase-code"
            shapeRendering="crispEdges"
          >
            <path d={code.path} />
          </svg>
        )}
        {!code && <p className="note">{hasFailed ? say("action.refused") : say("page.loading")}</p>}
      </div>
      <figcaption className="note">{say("words.code-note")}</figcaption>
    </figure>
  );
}
