/** Why the ledger does not answer, with the way to try again. Nothing while all is well. */
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { LedgerController } from "../ledger-controller.ts";
import { useLedger } from "../use-ledger.ts";
import { say } from "../../messages/say.ts";

interface LedgerTroubleProps {
  readonly ledger: LedgerController;
  /** What cannot be read; else the receipts. */
  readonly title?: string;
  /** Why a question of the screen got no answer. */
  readonly unanswered?: string;
}

export function LedgerTrouble({ ledger, title, unanswered = "" }: LedgerTroubleProps) {
  const view = useLedger(ledger);
  const trouble = view.trouble || unanswered;
  if (trouble === "") return null;
  const problem = { title: title ?? say("ledger.trouble-title"), advice: trouble };
  return <ProblemPanel problem={problem} action={{ label: say("page.try-again"), onPress: ledger.retry }} />;
}
