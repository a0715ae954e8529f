/** One project: what is trained, by whose rules, and what has come of it. */
import { useCallback, useEffect } from "react";
import type { ModelApi, ProjectCard } from "../../worker/model-api.ts";
import { ClothBand } from "../cloth/cloth-band.tsx";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { LedgerTrouble } from "../ledger/components/ledger-trouble.tsx";
import { say } from "../messages/say.ts";
import { isActive } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { dataName } from "../text/source-name.ts";
import { faultSentence, type ModelFaultError } from "./project-desk.ts";
import { ProjectDownloads } from "./project-downloads.tsx";
import { ProjectFacts } from "./project-facts.tsx";
import { ProjectProgress } from "./project-progress.tsx";
import { ProjectRules } from "./project-rules.tsx";
import type { ProjectScreenProps } from "./project-screen-props.ts";
import { ProjectSharing } from "./project-sharing.tsx";
import { ProjectTrial } from "./project-trial.tsx";
import { useModelAnswer } from "./use-model-answer.ts";
import { useProjectWork } from "./use-project-work.ts";

export function ProjectScreen({ view, parts, desk }: ProjectScreenProps) {
  const { ledger, address } = parts;
  const link = view.project?.link ?? view.link;
  const describe = useCallback((api: ModelApi) => api.describe(link), [link]);
  const {
    value: card,
    error,
    retry,
  } = useModelAnswer(
    desk,
    describe,
    link,
    // Stop ends what was being asked, so it is asked once more when nothing trains.
    `${view.lastSave?.head ?? ""} ${view.state === "idle"}`,
  );
  const work = useProjectWork(ledger, card?.id ?? null);
  useEffect(() => ledger.open(), [ledger]);
  if (card === null) return <NoCard {...{ error, retry }} />;
  const model = { desk, link };
  return (
    <>
      <div className="run project" data-testid="project">
        <ClothBand ledger={ledger} project={card.id} />
        <ProjectHead card={card} isTraining={isActive(view)} />
        <ProjectProgress card={card} work={work} />
        <LedgerTrouble ledger={ledger} />
        <ProjectTrial {...model} head={card.head} runState={view.state} />
        <ProjectFacts card={card} ledger={ledger} />
        <ProjectRules rules={card.rules} unit={card.unit} />
        <ProjectDownloads {...model} card={card} work={work} />
      </div>
      <ProjectSharing url={address.shareUrl(card.id)} ledger={ledger} project={card.id} />
    </>
  );
}

/** @param error null while nobody has answered */
function NoCard({ error, retry }: { readonly error: ModelFaultError | null; readonly retry: () => void }) {
  const isWaiting = error === null;
  return (
    <div className="run" data-testid="no-project" data-fault={error?.fault.kind ?? ""}>
      {isWaiting ? (
        <p className="note">{say("project-screen.loading")}</p>
      ) : (
        <>
          <ProblemPanel
            problem={{ title: say("project-screen.trouble"), advice: faultSentence(error.fault) }}
            action={{ label: say("page.try-again"), onPress: retry }}
          />
          {error.fault.kind === "not-here" && <TrainLink />}
        </>
      )}
    </div>
  );
}

interface ProjectHeadProps {
  readonly card: ProjectCard;
  readonly isTraining: boolean;
}

const ProjectHead = ({ card: { name, question, data }, isTraining }: ProjectHeadProps) => (
  <div className="project-head">
    <div>
      <h3 className="project-name">
        <bdi>{dataName(name)}</bdi>
      </h3>
      <p className="note">
        {question === "" ? (
          say(`project-screen.question.${data.kind === "stories" ? "text" : data.kind}`)
        ) : (
          <bdi>{question}</bdi>
        )}
      </p>
    </div>
    {!isTraining && <TrainLink />}
  </div>
);

const TrainLink = () => (
  <a className="button button-main project-train" href={hrefOfScreen("donate")} data-testid="train-project">
    {say("project-screen.train")}
  </a>
);
