/** What the ledger says for a certificate, of somebody with much to show. */
import { fingerprintOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { CertificateView } from "../../worker/ledger-views/rounds.ts";
import { exampleRounds } from "./cloth-rows.ts";
import { CREDIT, ROOT } from "./ledger-views.ts";
import { hashFrom, PROJECT } from "./swarm-views.ts";

export const CERTIFICATE: CertificateView = {
  root: ROOT,
  fingerprint: fingerprintOf(ROOT),
  name: "Mira",
  flops: "520344000000000000",
  pendingFlops: "24710400000000",
  contributions: CREDIT.contributions,
  activeHours: CREDIT.activeHours,
  span: { from: 1_794_657_600, to: 1_795_348_800 },
  projects: [PROJECT.name, "adult-train.csv"],
  newestReceipt: hashFrom("5ca1ab1e"),
  rounds: exampleRounds(60, 6),
  issuedAt: 1_795_348_800,
};
