/** The cloth to be sent along with a link. What draws it is fetched when somebody sends one. */
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";

export const clothPicture =
  (ledger: LedgerController, project: Hash): (() => Promise<File | null>) =>
  async () =>
    (await import("../cloth/cloth-file.ts")).clothFile(ledger, project);
