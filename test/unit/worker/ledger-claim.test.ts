/** A device in a frame on somebody else's page, and how a person takes it. */
import { granted, otherComputer, Tab } from "./ledger-browser.ts";
import { describe, expect, test } from "vitest";
import { contributionOn } from "../../support/example-entries.ts";
import { exampleSigner } from "../../support/example-messages.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { checkRecord } from "../../../shared/ledger/checked-record.ts";
import { decodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { KeyStore } from "../../../worker/identity/key-store.ts";
import type { Claimant, Outcome } from "../../../worker/ledger-api.ts";
import type { Pen } from "../../../worker/identity/profile.ts";

/** The frame's browser keeps things apart from our page's, as another computer would. */
async function openFrame() {
  otherComputer();
  const frame = new Tab();
  frame.pen.standAlone();
  const pen = await frame.begin();
  return { frame, pen };
}

/** Our own page, in a browser that nobody has used before. */
async function openPage() {
  otherComputer();
  const page = new Tab();
  granted(await page.service.claimant()); // its databases are open from here on
  return page;
}

/** Whether a person has begun on the disk of whoever opened last. */
async function hasRoot(): Promise<boolean> {
  const keys = await KeyStore.open();
  const root = await keys.knownRoot();
  keys.close();
  return root !== null;
}

const codeOf = async (outcome: Promise<Outcome<unknown>>) => {
  const answer = await outcome;
  return answer.ok ? "granted" : answer.problem.code;
};

/** Both sides, until the device is the person's. */
async function claim(frame: Tab, page: Tab) {
  const ticket = granted(await page.service.claimDevice(granted(await frame.service.claimPlace())));
  return { ticket, answer: granted(await frame.service.acceptOwner(ticket)) };
}

describe("in a frame", () => {
  test("a device gives for itself: no person begins there, and it says nothing about one", async () => {
    const { frame, pen } = await openFrame();
    const record = await pen.feed.append(contributionOn("a head"));
    await frame.hear([record]);
    expect(await hasRoot()).toBe(false);
    const ledger = await frame.profile.ledger();
    expect(ledger.book.delegationsBy(pen.signer.device)).toEqual([]);
    expect(ledger.accounts.rootOf(pen.signer.device)).toBe(pen.signer.device);
    expect(await frame.service.identity()).toMatchObject({
      root: pen.signer.device,
      device: pen.signer.device,
    });
    expect(await frame.service.phrase()).toBeNull();
    expect(await hasRoot()).toBe(false);
  });

  test("nothing can be changed about who it is, or about anybody, and nothing is signed", async () => {
    const { frame, pen } = await openFrame();
    const { service } = frame;
    const before = pen.feed.end;
    expect(await codeOf(service.changeIdentity({ name: "Ada", isListed: true }))).toBe("refused.in-frame");
    expect(await codeOf(service.changeIdentity({ team: null }))).toBe("refused.in-frame");
    expect(await codeOf(service.createTeam("Herons", ""))).toBe("refused.in-frame");
    expect(await codeOf(service.restore(`${"zoo ".repeat(11)}wrong`))).toBe("refused.in-frame");
    expect(await codeOf(service.revokeDevice(pen.signer.device))).toBe("refused.in-frame");
    await service.forgetPhrase();
    expect(pen.feed.end).toEqual(before);
    expect(frame.published).toEqual([]);
    expect(await hasRoot()).toBe(false);
  });

  test("the device is the same on the next visit, and belongs to nobody still", async () => {
    const { frame, pen } = await openFrame();
    await pen.feed.append(contributionOn("a head"));
    await pen.release();
    const again = new Tab();
    again.pen.standAlone();
    const next = await again.begin();
    expect(next.signer.device).toBe(pen.signer.device);
    expect(next.feed.end.seq).toBe(0);
    expect(await hasRoot()).toBe(false);
    expect(frame.problems).toEqual([]);
  });

  test("of a browser that keeps frames and pages together, the person's words sign nothing", async () => {
    otherComputer();
    const page = new Tab();
    const pen = await page.begin();
    const device = pen.signer.device;
    await pen.release();
    const frame = new Tab();
    frame.pen.standAlone();
    const again = await frame.begin();
    expect(again.signer.device).toBe(device);
    const other = await frame.pen.replaceDevice(again);
    const ledger = await frame.profile.ledger();
    expect(ledger.book.delegationsBy(other.signer.device)).toEqual([]);
  });
});

describe("a claim", () => {
  test("makes the device the person's, with what it did before, and both browsers keep the record", async () => {
    const page = await openPage();
    const { root } = await page.service.identity();
    const { frame, pen } = await openFrame();
    await frame.hear([await pen.feed.append(contributionOn("a head"))]);
    const { answer } = await claim(frame, page);
    if (answer.kind !== "done") throw new Error("moved");
    granted(await page.service.keepClaim(answer.record));
    for (const tab of [frame, page]) {
      const { accounts } = await tab.profile.ledger();
      expect(accounts.rootOf(pen.signer.device)).toBe(root);
      expect(tab.published).toHaveLength(1);
    }
    expect(await frame.service.identity()).toMatchObject({ root, device: pen.signer.device });
    const decoded = decodeSignedRecord(answer.record);
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(checkRecord(decoded.record, ed25519Verifier)).toMatchObject({ ok: true });
    granted(await page.service.keepClaim(answer.record)); // once more: nothing happens
    expect(page.published).toHaveLength(1);
  });

  test("is there after a crash of the frame, which then goes on with the same device", async () => {
    const page = await openPage();
    await page.service.identity();
    const { frame, pen } = await openFrame();
    const { ticket } = await claim(frame, page);
    await pen.release();
    const again = new Tab();
    again.pen.standAlone();
    const next = await again.begin();
    expect(next.signer.device).toBe(pen.signer.device);
    await next.feed.append(contributionOn("another head"));
    const { accounts } = await again.profile.ledger();
    expect(accounts.rootOf(next.signer.device)).toBe(ticket.root);
    expect(await codeOf(again.service.claimPlace())).toBe("refused.claimed");
  });

  test("for a place that is taken meanwhile is signed once more, and takes up nothing before", async () => {
    const page = await openPage();
    const { frame, pen } = await openFrame();
    const early = granted(await page.service.claimDevice(granted(await frame.service.claimPlace())));
    await pen.feed.append(contributionOn("a head"));
    const answer = granted(await frame.service.acceptOwner(early));
    expect(answer).toEqual({ kind: "moved", place: pen.feed.next });
    expect(pen.feed.end.seq).toBe(0);
    if (answer.kind !== "moved") throw new Error("taken");
    const ticket = granted(await page.service.claimDevice(answer.place));
    expect(granted(await frame.service.acceptOwner(ticket))).toMatchObject({ kind: "done" });
    expect(pen.feed.end.seq).toBe(1);
  });

  test("goes to the first who made one; the second is told so", async () => {
    const page = await openPage();
    const { frame } = await openFrame();
    const place = granted(await frame.service.claimPlace());
    const rival = await openPage();
    const [ticket, late] = [
      granted(await page.service.claimDevice(place)),
      granted(await rival.service.claimDevice(place)),
    ];
    granted(await frame.service.acceptOwner(ticket));
    expect(await codeOf(frame.service.acceptOwner(late))).toBe("refused.claimed");
    expect(await codeOf(frame.service.claimPlace())).toBe("refused.claimed");
  });

  test("is not taken up with a signature of somebody else's, or over something else", async () => {
    const page = await openPage();
    const { frame, pen } = await openFrame();
    const ticket = granted(await page.service.claimDevice(granted(await frame.service.claimPlace())));
    const stranger = exampleSigner(7).device;
    const forged = [
      { ...ticket, root: stranger },
      { ...ticket, at: ticket.at + 1 },
      { ...ticket, at: -1 },
      { ...ticket, place: { ...ticket.place, seq: ticket.place.seq + 1 } },
      { ...ticket, place: { ...ticket.place, device: stranger } },
      { ...ticket, signature: new Uint8Array(64) },
      { ...ticket, signature: ticket.signature.slice(1) },
    ];
    for (const each of forged)
      expect(await codeOf(frame.service.acceptOwner(each))).toBe("refused.unsignable");
    expect(pen.feed.end.seq).toBe(-1);
    expect(granted(await frame.service.acceptOwner(ticket))).toMatchObject({ kind: "done" });
  });

  test("begins with a person only when it is made", async () => {
    const page = new Tab();
    const claimant = async (): Promise<Claimant | null> => granted(await page.service.claimant());
    expect(await claimant()).toBeNull();
    expect(await hasRoot()).toBe(false);
    const place = { device: exampleSigner(7).device, seq: 3, prev: "ab".repeat(32) };
    const ticket = granted(await page.service.claimDevice(place));
    expect(await claimant()).toMatchObject({ root: ticket.root });
  });

  test("needs the person's words", async () => {
    const page = await openPage();
    await page.service.identity();
    await page.service.forgetPhrase();
    const place = { device: exampleSigner(7).device, seq: 0, prev: "0".repeat(64) };
    expect(await codeOf(page.service.claimDevice(place))).toBe("refused.no-words");
  });

  test.each([
    ["bytes that are nothing", () => new Uint8Array([1, 2, 3])],
    ["no bytes", () => new Uint8Array()],
  ])("keeps no %s", async (_, bytes) => {
    const page = await openPage();
    await page.service.identity();
    expect(await codeOf(page.service.keepClaim(bytes()))).toBe("refused.unsignable");
  });

  test("keeps no record of another person's claim", async () => {
    const rival = await openPage();
    const { frame } = await openFrame();
    const { answer } = await claim(frame, rival);
    if (answer.kind !== "done") throw new Error("moved");
    const page = await openPage();
    await page.service.identity();
    expect(await codeOf(page.service.keepClaim(answer.record))).toBe("refused.unsignable");
    expect(page.published).toEqual([]);
  });
});

test("what is signed elsewhere goes into a feed while it writes, in one order", async () => {
  const page = await openPage();
  const { frame, pen } = await openFrame();
  const ticket = granted(await page.service.claimDevice(granted(await frame.service.claimPlace())));
  const write = (held: Pen) => held.feed.append(contributionOn("a head"));
  const [work, answer] = await Promise.all([write(pen), frame.service.acceptOwner(ticket)]);
  expect(granted(answer).kind).toBe("moved");
  expect(work.hash).toBe(pen.feed.end.hash);
});
