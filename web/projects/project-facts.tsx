/** What a project is: its owner, model, data and licence, as its manifest says them. */
import { useCallback, useId } from "react";
import type { ReactNode } from "react";
import { fingerprintOf, pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { PeerId } from "../../shared/core/ids.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { DataCard, ProjectCard } from "../../worker/model-api.ts";
import { CopyButton } from "../ledger/components/copy-button.tsx";
import { HashField } from "../ledger/components/hash-field.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useAnswer } from "../ledger/use-answer.ts";
import { say, sayWith } from "../messages/say.ts";
import { formatFileSize } from "../text/format.ts";
import { modelLabel } from "../text/model-name.ts";

interface ProjectFactsProps {
  readonly card: ProjectCard;
  readonly ledger: LedgerController;
}

export function ProjectFacts({ card, ledger }: ProjectFactsProps) {
  const headingId = useId();
  const { modelName, parameterCount, licence, owner } = card;
  return (
    <section className="project-part" aria-labelledby={headingId}>
      <h3 id={headingId}>{say("project-screen.about")}</h3>
      <dl className="facts">
        <Fact name={say("project-screen.model")}>
          {sayWith(
            "project-screen.model.value",
            { bdi: <bdi /> },
            { model: modelLabel(modelName), count: parameterCount },
          )}
        </Fact>
        <Fact name={say("project-screen.data")}>
          <DataSource data={card.data} />
        </Fact>
        <Fact name={say("project-screen.licence")}>
          {licence === "" ? say("project-screen.licence.none") : <bdi>{licence}</bdi>}
        </Fact>
        <Fact name={say("project-screen.owner")}>
          {owner === null ? say("project-screen.owner.built-in") : <Owner {...{ owner, ledger }} />}
        </Fact>
        <Fact name={say("project-screen.key")}>
          <HashField hash={card.id} name={say("project-screen.key.name")} />
        </Fact>
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function DataSource({ data }: { readonly data: DataCard }) {
  if (data.kind === "stories") return say("project-screen.data.stories", { count: data.characterCount });
  return (
    <ul>
      {data.files.map(({ name, sizeBytes }) => (
        <li key={name}>
          <bdi>{name}</bdi> <span className="file-size">{formatFileSize(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A name, which can be copied, with the fingerprint, which cannot; the whole key on request. */
function Owner({ owner, ledger }: { readonly owner: PeerId; readonly ledger: LedgerController }) {
  const ask = useCallback((api: LedgerApi) => api.nameOf(owner), [owner]);
  const { value } = useAnswer(ledger, ask);
  return (
    <details className="project-owner">
      <summary data-testid="project-owner">
        <bdi>{value ?? pseudonymOf(owner)}</bdi> <span className="hash">{fingerprintOf(owner)}</span>
      </summary>
      <p className="hash-field">
        <span className="hash" dir="ltr">
          {owner}
        </span>
        <CopyButton text={owner} what={say("project-screen.owner.key")} />
      </p>
    </details>
  );
}
