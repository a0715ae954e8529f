/** Both sides of a claim, with what their ledgers answer. */
import { vi } from "vitest";
import { tell } from "../../../shared/problems/problem.ts";
import type { ClaimAnswer, Outcome, OwnerTicket } from "../../../worker/ledger-api.ts";
import { createClaimSession } from "../../../web/claim/claim-session.ts";
import { openClaim } from "../../../web/embed/donation/claim-link.ts";
import type { ClaimState } from "../../../web/embed/frame/donation.ts";
import { ClaimWindows } from "../../support/claim-windows.ts";
import { exampleHash } from "../../support/example-messages.ts";

export const SITE = "https://herons.example";
export const [DEVICE, ROOT, OTHER] = ["device", "root", "other"].map(exampleHash) as [string, string, string];
export const PLACE = { device: DEVICE, seq: 4, prev: exampleHash("before") };
export const LATER = { device: DEVICE, seq: 5, prev: exampleHash("meanwhile") };
export const RECORD = new Uint8Array([1, 2, 3]);
export const ticketFor = (place: typeof PLACE): OwnerTicket => ({
  place,
  root: ROOT,
  at: 9,
  signature: new Uint8Array(64),
});
export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refused = (code: Parameters<typeof tell>[0]): Outcome<never> =>
  ({ ok: false, problem: tell(code) }) as Outcome<never>;
const DONE: ClaimAnswer = { kind: "done", record: RECORD };

export function openBoth() {
  const windows = new ClaimWindows();
  const states: ClaimState[] = [];
  const frame = {
    claimPlace: vi.fn(async () => ok(PLACE)),
    acceptOwner: vi.fn<(ticket: OwnerTicket) => Promise<Outcome<ClaimAnswer>>>(async () => ok(DONE)),
  };
  const own = {
    claimant: vi.fn(async () => ok({ root: ROOT, name: "Ada", fingerprint: "abcd" })),
    claimDevice: vi.fn(async (place: typeof PLACE) => ok(ticketFor(place))),
    keepClaim: vi.fn(async () => ok(null)),
  };
  const { page, popup } = windows;
  const onState = (state: ClaimState) => states.push(state);
  openClaim({ page, address: "./claim", site: SITE, ledger: frame, onState });
  const session = createClaimSession(popup, () => own);
  return { windows, states, frame, own, session };
}
