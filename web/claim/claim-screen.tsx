/** Asks whether what a widget's device gave shall be the visitor's, and says what came of it. */
import { type ReactNode, useSyncExternalStore } from "react";
import { unreachable } from "../../shared/core/assert.ts";
import { Mark } from "../components/icons.tsx";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { PeerName } from "../ledger/components/peer-name.tsx";
import { SiteName } from "../ledger/components/site-name.tsx";
import { siteName } from "../ledger/text/site-text.ts";
import "../messages/english-of-claims.ts";
import { say, sayWith } from "../messages/say.ts";
import type { ClaimSession } from "./claim-session.ts";
import type { ClaimView } from "./claim-view.ts";

interface ClaimScreenProps {
  readonly session: ClaimSession;
  readonly onClose: () => void;
}

export function ClaimScreen({ session, onClose }: ClaimScreenProps) {
  const view = useSyncExternalStore(session.subscribe, session.view);
  const { kind } = view;
  return (
    <main className="claim" data-testid="claim" data-state={kind}>
      {/* Whoever comes from another site sees whose window this is. */}
      <p className="wordmark">
        <Mark /> Tabloom
      </p>
      <h1 className="claim-title" key={kind} ref={focusOn} tabIndex={-1}>
        {say(`claim.${kind}.title`)}
      </h1>
      <Content {...{ view, session, onClose }} />
    </main>
  );
}

/** Whoever pressed a button that is gone now hears what came of it. */
const focusOn = (title: HTMLElement | null) => title?.focus();

function Content({ view, session, onClose }: ClaimScreenProps & { readonly view: ClaimView }) {
  switch (view.kind) {
    case "asking":
      return <Question {...{ view, session }} />;
    case "waiting":
      return (
        <Closable onClose={onClose}>
          <p role="status">{say("claim.waiting")}</p>
        </Closable>
      );
    case "done":
      return (
        <Closable onClose={onClose}>
          <p>{onSite("claim.done", view.site)}</p>
          <ReceiptsLink />
        </Closable>
      );
    case "claimed":
      return (
        <Closable onClose={onClose}>
          <p>{say("claim.claimed")}</p>
          <ReceiptsLink />
        </Closable>
      );
    case "failed":
      return (
        <Closable onClose={onClose}>
          <Failure problem={view.problem} />
        </Closable>
      );
    case "no-opener":
    case "silent":
    case "declined":
      return (
        <Closable onClose={onClose}>
          <p>{say(`claim.${view.kind}`)}</p>
        </Closable>
      );
    default:
      return unreachable(view);
  }
}

const onSite = (id: "claim.asking" | "claim.asking-public" | "claim.done", site: string) =>
  sayWith(id, { site: <bdi className="site-name" dir="ltr" /> }, { name: siteName(site) });

/** In a new tab: this window is small, and the widget still waits for it. */
const NEW_TAB = { target: "_blank", rel: "noopener" } as const;

const ReceiptsLink = () => (
  <p>
    <a href="./#/receipts" {...NEW_TAB}>
      {say("claim.receipts")}
    </a>
  </p>
);

function Failure({ problem }: Pick<Extract<ClaimView, { kind: "failed" }>, "problem">) {
  if (problem === null) return <p>{say("claim.failed")}</p>;
  return (
    <>
      <ProblemPanel problem={problem} />
      {problem.code === "refused.no-words" && (
        <p>{sayWith("claim.words", { link: <a href="./#/you" {...NEW_TAB} /> })}</p>
      )}
    </>
  );
}

interface QuestionProps {
  readonly view: Extract<ClaimView, { kind: "asking" }>;
  readonly session: ClaimSession;
}

/** Two answers of one size: a no is as good as a yes. */
function Question({ view, session }: QuestionProps) {
  const { site, claimant, isWorking } = view;
  return (
    <>
      <p>{onSite("claim.asking", site)}</p>
      <dl className="claim-facts">
        <dt>{say("claim.site")}</dt>
        <dd>
          <SiteName site={site} />
        </dd>
        <dt>{say("claim.who")}</dt>
        <dd data-testid="claimant">
          {claimant === null ? (
            say("claim.nobody-yet")
          ) : (
            <PeerName name={claimant.name} peer={claimant.root} />
          )}
        </dd>
      </dl>
      <p className="note">{onSite("claim.asking-public", site)}</p>
      <div className="claim-answers">
        <Answer testId="claim-yes" isOff={isWorking} onPress={session.accept}>
          {say(isWorking ? "claim.working" : "claim.yes")}
        </Answer>
        <Answer testId="claim-no" isOff={isWorking} onPress={session.decline}>
          {say("claim.no")}
        </Answer>
      </div>
    </>
  );
}

interface AnswerProps {
  readonly testId: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

const Answer = ({ testId, isOff, onPress, children }: AnswerProps) => (
  <button type="button" className="button" data-testid={testId} aria-disabled={isOff} onClick={onPress}>
    {children}
  </button>
);

const Closable = ({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) => (
  <>
    {children}
    <div className="claim-answers">
      <button type="button" className="button" data-testid="claim-close" onClick={onClose}>
        {say("claim.close")}
      </button>
    </div>
  </>
);
