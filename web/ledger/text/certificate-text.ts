/** What the certificate says, line by line, in the language of the page. Days are those of UTC, so that the same records say the same everywhere. */
import { creditText } from "../../../shared/ledger/exports/amounts.ts";
import type { CertificateView } from "../../../worker/ledger-views/rounds.ts";
import { datesAs } from "../../messages/intl.ts";
import { say } from "../../messages/say.ts";
import { formatCount, formatFixed } from "../../text/format.ts";
import { apart } from "./apart.ts";
import { formatFlops, laptopTime } from "./flop-format.ts";

const DAY = { dateStyle: "medium", timeZone: "UTC" } as const;
const MOST_LINES = 3;

export interface CertificateFact {
  readonly label: string;
  /** One below the other. */
  readonly values: readonly string[];
}

export interface CertificateWords {
  readonly title: string;
  /** For those who cannot see it. */
  readonly about: string;
  readonly description: string;
  readonly workOf: string;
  readonly name: string;
  readonly key: string;
  readonly what: string;
  readonly credits: string;
  readonly operations: string;
  /** Empty where nothing is pending. */
  readonly pending: string;
  readonly facts: readonly CertificateFact[];
  /** Empty without one. */
  readonly receipt: string;
  readonly check: string;
  /** What the woven strip shows; empty without one. */
  readonly cloth: string;
  readonly noValue: string;
  readonly issued: string;
}

/** @param verifyLink address of the page that checks bundles */
export function certificateWords(view: CertificateView, verifyLink: string): CertificateWords {
  const { flops, pendingFlops, newestReceipt, rounds, issuedAt } = view;
  const name = apart(view.name);
  const credits = say("cert.credits", { value: formatCredits(flops) });
  const link = apart(verifyLink);
  return {
    title: say("cert.title"),
    about: say("cert.about", { name }),
    description: say("cert.description", { credits, link }),
    workOf: say("cert.work-of"),
    name,
    key: say("cert.key", { fingerprint: apart(view.fingerprint) }),
    what: say("cert.what"),
    credits,
    operations: say("cert.operations", { flops: apart(formatFlops(flops)), time: laptopTime(flops) }),
    pending: pendingFlops === "0" ? "" : say("cert.pending", { value: formatCredits(pendingFlops) }),
    facts: factsOf(view),
    receipt: newestReceipt === null ? "" : say("cert.receipt", { receipt: apart(newestReceipt) }),
    check: say("cert.check", { link }),
    cloth: rounds.length === 0 ? "" : say("cert.cloth", { count: rounds.length }),
    noValue: say("cert.no-value"),
    issued: formatDay(issuedAt),
  };
}

function factsOf({ contributions, activeHours, span, projects }: CertificateView) {
  return [
    { label: say("cert.contributions"), values: [formatCount(contributions)] },
    { label: say("cert.hours"), values: [formatCount(activeHours)] },
    { label: say("cert.period"), values: [span === null ? NONE : formatPeriod(span.from, span.to)] },
    { label: say("cert.projects", { count: projects.length }), values: projectLines(projects) },
  ];
}

const NONE = "–";

const dateOf = (at: number): Date => new Date(at * 1000);
const formatDay = (at: number): string => datesAs(DAY).format(dateOf(at));
const formatPeriod = (from: number, to: number): string => datesAs(DAY).formatRange(dateOf(from), dateOf(to));

function projectLines(projects: readonly string[]): readonly string[] {
  if (projects.length === 0) return [NONE];
  if (projects.length <= MOST_LINES) return projects.map(apart);
  const shown = projects.slice(0, MOST_LINES - 1).map(apart);
  return [...shown, say("cert.more-projects", { count: projects.length - shown.length })];
}

/** "1,204.50", rounded down: a certificate never says more than was given. @param flops decimal digits */
function formatCredits(flops: string): string {
  const hundredths = creditText(BigInt(flops)).replace(/(\.\d\d)\d*$/, "$1");
  return formatFixed(Number(hundredths), 2);
}
