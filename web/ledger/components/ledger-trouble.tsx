/** Why nothing new comes from the ledger, with the way to try again. Nothing while all is well. */
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { LedgerController } from "../ledger-controller.ts";
import { useLedger } from "../use-ledger.ts";
import { say } from "../../messages/say.ts";

export function LedgerTrouble({ ledger }: { readonly ledger: LedgerController }) {
  const { trouble } = useLedger(ledger);
  if (trouble === "") return null;
  const problem = { title: say("ledger.trouble-title"), advice: trouble };
  return <ProblemPanel problem={problem} action={{ label: say("page.try-again"), onPress: ledger.open }} />;
}
