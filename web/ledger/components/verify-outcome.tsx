/** How the check of a bundle goes, and how it ended. */
import { TabloomError } from "../../../shared/core/errors.ts";
import type { VerifyResult } from "../../../worker/ledger-api.ts";
import { CheckIcon, ProblemIcon } from "../../components/icons.tsx";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import { Reading } from "../../components/reading.tsx";
import { SaidDetail } from "../../components/said-detail.tsx";
import { formatCount, formatHash } from "../../text/format.ts";
import type { ProblemWords } from "../../text/problem-words.ts";
import { detailOf } from "../ask.ts";
import { formatCredit } from "../text/credit-format.ts";
import { isBundle, positionWords, progressShare, progressWords, verdictText } from "../text/verify-text.ts";
import type { VerifyView } from "../verify-job.ts";
import { CopyButton } from "./copy-button.tsx";
import { say } from "../../messages/say.ts";

export function VerifyOutcome({ view }: { readonly view: VerifyView }) {
  const result = view.kind === "checked" ? view.result : null;
  const history = result !== null && isBundle(result) ? result : null;
  return (
    <section className="verify-outcome" aria-labelledby="verify-heading">
      <div className="section-head">
        <h3 id="verify-heading">{say("verify.result-title")}</h3>
        <p className="note">{view.kind === "idle" ? "" : view.name}</p>
      </div>
      {view.kind === "checking" && <Checking view={view} />}
      <div
        role="status"
        data-testid="verify-result"
        data-state={view.kind}
        data-valid={result === null ? "" : result.isValid}
      >
        {view.kind === "idle" && <p className="note">{say("verify.idle")}</p>}
        {result && (
          <p className="verdict" data-valid={result.isValid}>
            {result.isValid ? <CheckIcon /> : <ProblemIcon />}
            <span>{verdictText(result)}</span>
          </p>
        )}
        {history?.firstFailure && <Failure failure={history.firstFailure} />}
      </div>
      {view.kind === "failed" && <ProblemPanel problem={unfinished(view.error)} />}
      {history && <Figures result={history} />}
    </section>
  );
}

/** Nothing was found out. What the page itself threw is in its language. */
function unfinished(error: unknown): ProblemWords {
  const words = { title: say("verify.failed-title"), advice: say("verify.failed-advice") };
  return error instanceof TabloomError
    ? { ...words, advice: `${error.message} ${words.advice}` }
    : { ...words, detail: detailOf(error) };
}

/** Changes too often to be announced. */
function Checking({ view }: { readonly view: Extract<VerifyView, { kind: "checking" }> }) {
  const share = progressShare(view.progress);
  return (
    <div className="phase">
      <p data-testid="verify-progress">{progressWords(view.progress)}</p>
      <div className="phase-track" aria-hidden="true">
        {share !== null && <div className="phase-thread" style={{ inlineSize: `${share * 100}%` }} />}
      </div>
    </div>
  );
}

const Failure = ({ failure }: { readonly failure: NonNullable<VerifyResult["firstFailure"]> }) => (
  <dl className="facts" data-testid="verify-failure">
    <div className="fact">
      <dt>{say("verify.position")}</dt>
      <dd>{positionWords(failure.position)}</dd>
    </div>
    <div className="fact">
      <dt>{say("verify.record")}</dt>
      <dd>
        {failure.record === null ? (
          say("verify.whole-file")
        ) : (
          <>
            <span className="hash">{failure.record}</span>{" "}
            <CopyButton text={failure.record} what={say("verify.record")} />
          </>
        )}
      </dd>
    </div>
    <div className="fact">
      <dt>{say("verify.reason")}</dt>
      <dd className="reason">
        {say(`reason.${failure.reason.code}`, failure.reason.values)}
        <SaidDetail detail={failure.reason.detail} />
      </dd>
    </div>
  </dl>
);

function Figures({ result }: { readonly result: VerifyResult }) {
  const { isValid, records, contributions, commits, peers, credit, head } = result;
  return (
    <>
      {!isValid && <h3>{say("verify.before")}</h3>}
      <dl className="readings">
        <Reading label={say("verify.records")} testId="verify-records" value={records}>
          {formatCount(records)}
        </Reading>
        <Reading label={say("verify.contributions")} testId="verify-contributions" value={contributions}>
          {formatCount(contributions)}
        </Reading>
        <Reading label={say("verify.commits")} testId="verify-commits" value={commits}>
          {formatCount(commits)}
        </Reading>
        <Reading label={say("verify.peers")} testId="verify-peers" value={peers}>
          {formatCount(peers)}
        </Reading>
        <Reading label={say("own-credit.credit")} testId="verify-credit" value={credit}>
          {formatCredit(credit)}
        </Reading>
        <Reading label={say("verify.head")} testId="verify-head" value={head} title={head ?? undefined}>
          <span className="hash">{head && formatHash(head)}</span>
        </Reading>
      </dl>
    </>
  );
}
