/**
 * A donation in a frame: the same run, and the same rules about resting, as on our own page, with settings that are fixed and a memory that ends with the
 * frame. Loaded after the visitor's click.
 */
import { shareWorker } from "../../ledger/one-worker.ts";
import { browserPausePorts } from "../../pause/browser-pause.ts";
import { DataMeter } from "../../pause/data-meter.ts";
import { createPauseKeeper, type PausePorts } from "../../pause/pause-keeper.ts";
import { createRunController, type RunPorts } from "../../run/run-controller.ts";
import type { TrainerLink } from "../../run/trainer-link.ts";
import { startTrainingWorker } from "../../training-worker.ts";
import "../trusted-addresses.ts";
import type { ClaimState, Donation, DonationTerms } from "../frame/donation.ts";
import { openClaim } from "./claim-link.ts";
import { donationView, StepCount } from "./donation-view.ts";
import { frameSettings } from "./frame-settings.ts";
import { type FrameCloth, watchCloth } from "./frame-cloth.ts";

const nothing = () => undefined;

export function startDonation(terms: DonationTerms): Donation {
  const meter = new DataMeter();
  const { connect, ledger } = shareWorker(() => startTrainingWorker(meter));
  let link: TrainerLink | null = null;
  const open = () => (link = connect());
  const run = createRunController(runPorts(open, terms.site), addressOf(terms.project));
  const keeper = createPauseKeeper(run, pausePorts(meter, terms));
  const count = new StepCount();
  const cloth: FrameCloth = watchCloth(ledger);
  let isCovered = false;
  const look = () => {
    const { sentBytes, receivedBytes } = meter.sinceOpening;
    const facts = { steps: count.total, bytes: sentBytes + receivedBytes, isCovered };
    return donationView(keeper.view(), keeper.pauseView(), facts);
  };
  keeper.subscribe(() => {
    const { swarm, project } = keeper.view();
    if (swarm !== null) count.note(swarm.steps);
    if (project !== null && swarm !== null) cloth.follow(project.id, swarm.head.round);
  });
  keeper.start(
    { kind: "project", link: terms.project },
    { intensity: "half", isRelayOnly: terms.isRelayOnly },
  );
  return {
    view: look,
    stop: () => keeper.stop(),
    setCovered(next) {
      if (next === isCovered) return;
      isCovered = next;
      if (next) keeper.pause();
      else keeper.take("resume");
    },
    weave: (canvas) => cloth.weave(canvas),
    close: () => link?.close(),
    claim: (onState) => claimWork(terms.site, onState),
  };
}

/** With a worker of its own: the one that trained is gone. */
function claimWork(site: string, onState: (state: ClaimState) => void): void {
  const worker = startTrainingWorker(new DataMeter());
  openClaim({
    page: window,
    address: "./claim",
    site,
    ledger: worker.ledger,
    onState(state) {
      if (state !== "open") worker.close();
      onState(state);
    },
  });
}

function runPorts(connect: RunPorts["connect"], site: string): RunPorts {
  return {
    connect,
    site,
    memory: { read: () => null, write: nothing, mayHaveForgotten: () => Promise.resolve(false) },
    backend: "auto",
    nowMs: () => Date.now(),
  };
}

/** The frame's address never changes. */
const addressOf = (link: string | null) => ({
  link: () => link,
  show: nothing,
  hrefOf: () => "",
  shareUrl: () => "",
});

function pausePorts(meter: DataMeter, { dataCapMb, isRelayOnly }: DonationTerms): PausePorts {
  return {
    ...browserPausePorts(meter),
    settings: frameSettings(dataCapMb, isRelayOnly),
    memory: { read: () => null, write: nothing },
    screen: { want: nothing },
    wasDiscarded: false,
  };
}
