/** How others come here, and where the records of the project are. */
import { useEffect, useId, useState } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import { clothPicture } from "../components/cloth-picture.ts";
import { ShareLink } from "../components/share-link.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import type { QrCode } from "../ledger/qr-code.ts";
import { say } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";

const RECORDS = ["swarm", "receipts", "leaderboard", "verify", "embed"] as const;

interface ProjectSharingProps {
  /** What to send to others. */
  readonly url: string;
  readonly ledger: LedgerController;
  readonly project: Hash;
}

export function ProjectSharing({ url, ledger, project }: ProjectSharingProps) {
  const headingId = useId();
  return (
    <div className="project-side">
      <ShareLink url={url} picture={clothPicture(ledger, project)} />
      <ProjectCode url={url} />
      <nav aria-labelledby={headingId} className="project-records">
        <h3 id={headingId}>{say("project-screen.records")}</h3>
        <ul>
          {RECORDS.map((screen) => (
            <li key={screen}>
              <a href={hrefOfScreen(screen)}>{say(`project-screen.records.${screen}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** Made here, when somebody wants it. */
export function ProjectCode({ url }: { readonly url: string }) {
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="project-code">
      <button
        type="button"
        className="button"
        aria-expanded={isShown}
        data-testid="project-qr"
        onClick={() => setIsShown(!isShown)}
      >
        {say(isShown ? "project-screen.qr.hide" : "project-screen.qr.show")}
      </button>
      {isShown && <CodeFigure url={url} />}
    </div>
  );
}

function CodeFigure({ url }: { readonly url: string }) {
  const [code, setCode] = useState<QrCode | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    import("../ledger/qr-code.ts")
      .then(({ qrCodeOf }) => qrCodeOf(url))
      .then(
        (made) => isCurrent && setCode(made),
        () => isCurrent && setHasFailed(true),
      );
    return () => {
      isCurrent = false;
    };
  }, [url]);
  return (
    <figure className="code">
      <div className="code-place">
        {code ? (
          <svg
            viewBox={`0 0 ${code.size} ${code.size}`}
            role="img"
            aria-label={say("project-screen.qr.label")}
            shapeRendering="crispEdges"
            data-testid="project-code"
          >
            <path d={code.path} />
          </svg>
        ) : (
          <p className="note">{say(hasFailed ? "action.refused" : "page.loading")}</p>
        )}
      </div>
      <figcaption className="note">{say("project-screen.qr.note")}</figcaption>
    </figure>
  );
}
