/** What was trained in this browser before, and what has become of it as far as its records say. */
import { useCallback, useId } from "react";
import type { KnownProject, LedgerApi } from "../../worker/ledger-api.ts";
import { RelativeTime } from "../components/relative-time.tsx";
import { LedgerTrouble } from "../ledger/components/ledger-trouble.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useAnswer } from "../ledger/use-answer.ts";
import { say, sayWith } from "../messages/say.ts";
import { formatCount, formatShare } from "../text/format.ts";
import { modelLabel } from "../text/model-name.ts";
import { dataName } from "../text/source-name.ts";
import { DirectoryEntry, type DirectoryPlace } from "./directory-entry.tsx";

interface DirectoryKnownProps extends DirectoryPlace {
  readonly ledger: LedgerController;
  /** Asked anew when it is another text. */
  readonly stamp: string;
}

export function DirectoryKnown({ address, current, ledger, stamp }: DirectoryKnownProps) {
  const headingId = useId();
  const ask = useCallback((api: LedgerApi) => api.projects(), []);
  const { value, trouble } = useAnswer(ledger, ask, stamp);
  return (
    <section
      className="directory-part"
      aria-labelledby={headingId}
      data-testid="known"
      data-count={value?.length ?? ""}
    >
      <h3 id={headingId}>{say("directory.known")}</h3>
      <LedgerTrouble ledger={ledger} title={say("directory.known.trouble")} />
      {value !== null && value.length > 0 ? (
        <ul className="directory">
          {value.map((project) => (
            <DirectoryEntry
              key={project.id}
              name={dataName(project.name)}
              href={address.hrefOf(project.id)}
              isCurrent={project.id === current}
              label={say("directory.go-on")}
            >
              <p className="note">
                {say("directory.model", { model: modelLabel(project.modelName), unit: project.unit })}{" "}
                {project.isKept && say("directory.kept")}
              </p>
              <p className="note">{stateOf(project)}</p>
            </DirectoryEntry>
          ))}
        </ul>
      ) : (
        trouble === "" && (
          <p className="note">{say(value === null ? "page.loading" : "directory.known.none")}</p>
        )
      )}
    </section>
  );
}

const stateOf = ({ lastRound, ownShare }: KnownProject) =>
  lastRound === null
    ? say("directory.no-rounds")
    : sayWith(
        "directory.state",
        { time: <RelativeTime atMs={lastRound.at * 1000} /> },
        { round: formatCount(lastRound.round), share: formatShare(ownShare), at: "" },
      );
