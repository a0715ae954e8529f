/** Why nothing new comes from the ledger, with the way to try again. Nothing while all is well. */
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { LedgerController } from "../ledger-controller.ts";
import { LEDGER_TROUBLE_TITLE, TRY_AGAIN } from "../text/screen-text.ts";
import { useLedger } from "../use-ledger.ts";

export function LedgerTrouble({ ledger }: { readonly ledger: LedgerController }) {
  const { trouble } = useLedger(ledger);
  if (trouble === "") return null;
  const problem = { title: LEDGER_TROUBLE_TITLE, advice: trouble };
  return <ProblemPanel problem={problem} action={{ label: TRY_AGAIN, onPress: ledger.open }} />;
}
