/** The entry of the claim window, which a widget's frame opens on our own page: there the visitor's key is. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "../../shared/core/assert.ts";
import "../embed/trusted-addresses.ts";
import { DataMeter } from "../pause/data-meter.ts";
import { showChosenLanguage } from "../settings/language-choice.ts";
import { startTrainingWorker } from "../training-worker.ts";
import { ClaimScreen } from "./claim-screen.tsx";
import { createClaimSession } from "./claim-session.ts";
import "../messages/english-of-problems.ts";
import "../styles/page.css";
import "../styles/claim.css";

void begin();

async function begin(): Promise<void> {
  await showChosenLanguage();
  // Nothing is computed here and nobody is connected: the worker keeps keys and records.
  const session = createClaimSession(window, () => startTrainingWorker(new DataMeter()).ledger);
  createRoot(must(document.getElementById("claim"), "claim.html has no #claim")).render(
    <StrictMode>
      <ClaimScreen session={session} onClose={() => window.close()} />
    </StrictMode>,
  );
}
