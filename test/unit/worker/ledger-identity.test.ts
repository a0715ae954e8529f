/** What a person may change about who they are, from the page's side. */
import { granted, otherComputer, Tab } from "./ledger-browser.ts";
import { describe, expect, test, vi } from "vitest";
import { rootSignerOf } from "../../../shared/ledger/identity/phrase.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import { problemInEnglish } from "../../../shared/problems/problem.ts";
import { KeyStoreError } from "../../../worker/identity/key-store-error.ts";
import type { Outcome } from "../../../worker/ledger-api.ts";
import { EXAMPLE_CONTRIBUTION } from "../../support/example-messages.ts";

const PHRASE = `${"zoo ".repeat(11)}wrong`;
async function refusal(asked: Promise<Outcome<unknown>>): Promise<string> {
  const outcome = await asked;
  return outcome.ok ? "none" : problemInEnglish(outcome.problem).title;
}

describe("a visitor", () => {
  test("has a generated name, a key and words before they are asked for anything, and no device yet", async () => {
    const { service } = new Tab();
    const identity = await service.identity();
    expect(identity).toMatchObject({
      name: pseudonymOf(identity.root),
      isNameChosen: false,
      isListed: false,
      team: null,
      devices: [],
      hasPhrase: true,
    });
    expect((await service.phrase())!.split(" ")).toHaveLength(12);
  });

  test("is the same person with the same name after the first work, which makes the device theirs", async () => {
    const tab = new Tab();
    const before = await tab.service.identity();
    await tab.begin();
    const after = await tab.service.identity();
    expect(after).toMatchObject({ root: before.root, name: before.name });
    expect(after.devices).toEqual([{ device: after.device, since: tab.now, isRevoked: false, isThis: true }]);
  });

  test("chooses a name, which is signed, told and still there after a reload", async () => {
    const tab = new Tab();
    granted(
      await tab.service.changeIdentity({ name: "  Ada \u202e Lovelace ", isListed: true, country: "GB" }),
    );
    const identity = await tab.service.identity();
    expect(identity).toMatchObject({
      name: "Ada Lovelace",
      isNameChosen: true,
      isListed: true,
      country: "GB",
    });
    expect(tab.published).toHaveLength(1);
    const again = new Tab();
    expect(await again.service.identity()).toEqual(identity);
  });

  test("has a name of any characters cut to what a record holds", async () => {
    const tab = new Tab();
    granted(await tab.service.changeIdentity({ name: "😀".repeat(90) }));
    expect((await tab.service.identity()).name).toMatch(/^😀{20,40}$/u);
  });

  test("changes one thing and keeps the others, also with a clock that goes back", async () => {
    const tab = new Tab();
    granted(await tab.service.changeIdentity({ name: "Ada", country: "GB" }));
    tab.now -= 1_000;
    granted(await tab.service.changeIdentity({ isListed: true }));
    granted(await tab.service.changeIdentity({ name: "" }));
    const identity = await tab.service.identity();
    expect(identity).toMatchObject({
      isNameChosen: false,
      name: pseudonymOf(identity.root),
      isListed: true,
      country: "GB",
    });
  });

  test.each([
    ["a name that cannot be seen", { name: "\u200b\u202e" }],
    ["a country that is none", { country: "Germany" }],
    ["a team that is none", { team: "abc" }],
  ])("is told why %s is refused, and nothing was signed", async (_name, change) => {
    const tab = new Tab();
    expect(await refusal(tab.service.changeIdentity(change))).toMatch(/^(This|The) .*\.$/);
    expect(tab.published).toEqual([]);
    granted(await tab.service.changeIdentity({ name: "Ada" })); // the feed goes on
  });

  test("founds a team, joins it and leaves it", async () => {
    const tab = new Tab();
    const team = granted(await tab.service.createTeam("Weavers", "https://weavers.example"));
    granted(await tab.service.changeIdentity({ team }));
    expect((await tab.service.identity()).team).toEqual({
      id: team,
      name: "Weavers",
      url: "https://weavers.example",
    });
    granted(await tab.service.changeIdentity({ team: null }));
    expect((await tab.service.identity()).team).toBeNull();
    expect(await refusal(tab.service.createTeam(" ", ""))).toMatch(/needs a name/);
    expect(await refusal(tab.service.createTeam("Weavers", "javascript:alert(1)"))).toMatch(/https/);
  });

  test("joins a team whose record has not come yet", async () => {
    const tab = new Tab();
    const team = "ab".repeat(32);
    granted(await tab.service.changeIdentity({ team }));
    expect((await tab.service.identity()).team).toEqual({ id: team, name: pseudonymOf(team), url: "" });
  });

  test("forgets the words: they are gone, the device stays theirs, and they may still change their name", async () => {
    const tab = new Tab();
    const { root } = await tab.service.identity();
    await tab.service.forgetPhrase();
    expect(await tab.service.phrase()).toBeNull();
    granted(await tab.service.changeIdentity({ name: "Ada" }));
    expect(await tab.service.identity()).toMatchObject({ root, name: "Ada", hasPhrase: false });
  });
});

describe("the words on a second computer", () => {
  /** Ann has worked under a name in a team; then she enters her words on another computer. */
  async function secondComputer() {
    const first = new Tab();
    const pen = await first.begin();
    const team = granted(await first.service.createTeam("Weavers", ""));
    granted(await first.service.changeIdentity({ name: "Ann", isListed: true, country: "DE", team }));
    const phrase = (await first.service.phrase())!;
    otherComputer();
    const second = new Tab();
    return { first, second, phrase, team, pen };
  }

  test("make them the same person, and everything they said follows once it is known", async () => {
    const { first, second, phrase, team } = await secondComputer();
    granted(await second.service.restore(phrase));
    expect(second.onNewPerson).toHaveBeenCalledTimes(1);
    const pen = await second.begin();
    await second.hear(await first.records());
    await expect.poll(() => pen.feed.end.seq).toBe(1); // the delegation, and what was said
    const identity = await second.service.identity();
    expect(identity).toMatchObject({
      root: (await first.service.identity()).root,
      name: "Ann",
      country: "DE",
      team: { id: team },
    });
    expect(identity.devices).toHaveLength(2);
    const ledger = await second.profile.ledger();
    expect(ledger.book.identitiesBy(pen.signer.device)[0]?.content.body.team).toBe(team);
  });

  test("what one device says the other repeats, once, and neither answers the other for ever", async () => {
    const { first, second, phrase } = await secondComputer();
    granted(await second.service.restore(phrase));
    const pen = await second.begin();
    await second.hear(await first.records());
    await expect.poll(() => pen.feed.end.seq).toBe(1);
    second.now += 10;
    granted(await second.service.changeIdentity({ country: "AT" }));
    await first.hear(await second.records());
    await expect.poll(() => first.published.length).toBe(3);
    await second.hear(await first.records());
    await first.hear(await second.records());
    await Promise.all([first.service.identity(), second.service.identity()]);
    expect([first.published.length, pen.feed.end.seq]).toEqual([3, 2]);
    for (const tab of [first, second])
      expect(await tab.service.identity()).toMatchObject({ country: "AT", name: "Ann" });
  });

  test("leave what the second computer did before with who it was", async () => {
    const { second, phrase } = await secondComputer();
    const before = await second.begin();
    const own = (await second.service.identity()).root;
    await before.feed.append({ type: "contribution", body: EXAMPLE_CONTRIBUTION });
    granted(await second.service.restore(phrase));
    expect((await second.service.identity()).root).toBe(rootSignerOf(phrase).device);
    await before.release();
    const after = await second.begin();
    const { accounts } = await second.profile.ledger();
    expect(after.signer.device).not.toBe(before.signer.device);
    expect(accounts.rootOf(before.signer.device)).toBe(own);
    expect((await second.service.identity()).root).not.toBe(own);
  });

  test("that are wrong are refused with a sentence, and nobody is anybody else", async () => {
    const tab = new Tab();
    const before = await tab.service.identity();
    expect(await refusal(tab.service.restore("zoo zoo"))).toMatch(/12 words, and here are 2/);
    expect(await tab.service.identity()).toEqual(before);
    expect(tab.onNewPerson).not.toHaveBeenCalled();
  });

  test("that were forgotten come back without another device", async () => {
    const tab = new Tab();
    const phrase = (await tab.service.phrase())!;
    await tab.begin();
    const { device } = await tab.service.identity();
    await tab.service.forgetPhrase();
    granted(await tab.service.restore(phrase));
    expect(tab.onNewPerson).not.toHaveBeenCalled();
    expect(await tab.service.identity()).toMatchObject({ device, hasPhrase: true });
  });

  test("repair a root that is damaged", async () => {
    const tab = new Tab();
    const keys = (await tab.profile.keys())!;
    const broken = vi.spyOn(keys, "root").mockRejectedValue(new KeyStoreError("damaged"));
    await expect(tab.service.identity()).rejects.toThrow(/damaged/);
    const restored = tab.service.restore(PHRASE);
    granted(await restored);
    broken.mockRestore();
    expect((await tab.service.identity()).hasPhrase).toBe(true);
  });

  test("revoke a device: what it did until then stays", async () => {
    const { first, second, phrase, pen } = await secondComputer();
    granted(await second.service.restore(phrase));
    await second.begin();
    await second.hear(await first.records());
    const lost = pen.signer.device;
    granted(await second.service.revokeDevice(lost));
    expect((await second.service.identity()).devices.find(({ device }) => device === lost)?.isRevoked).toBe(
      true,
    );
    const { accounts } = await second.profile.ledger();
    const { root } = await second.service.identity();
    expect([accounts.rootOf(lost, pen.feed.end.seq), accounts.rootOf(lost, pen.feed.end.seq + 1)]).toEqual([
      root,
      lost,
    ]);
    expect((await second.disk.records.load()).length).toBeGreaterThanOrEqual(5);
  });

  test("are needed to revoke, and not for the device in hand or for somebody else's", async () => {
    const { first, second, phrase, pen } = await secondComputer();
    expect(await refusal(second.service.revokeDevice(pen.signer.device))).toMatch(/not a device of yours/);
    granted(await second.service.restore(phrase));
    const own = await second.begin();
    expect(await refusal(second.service.revokeDevice(own.signer.device))).toMatch(/in your hands/);
    await second.hear(await first.records());
    await second.service.forgetPhrase();
    expect(await refusal(second.service.revokeDevice(pen.signer.device))).toMatch(/twelve words/);
  });
});

describe("the pen", () => {
  test("is lent to a change while training holds it, and taken up for a moment otherwise", async () => {
    const tab = new Tab();
    granted(await tab.service.changeIdentity({ name: "Ada" }));
    expect(tab.pen.held).toBeNull();
    const pen = await tab.begin();
    granted(await tab.service.changeIdentity({ name: "Ada L" }));
    expect(tab.pen.held).toBe(pen);
    expect(pen.feed.end.seq).toBe(2);
    await pen.release();
    expect(tab.pen.held).toBeNull();
  });

  test("of another tab is not waited for: the change is refused with a sentence", async () => {
    const waiting =
      vi.fn<
        (name: string, options: LockOptions, callback: (lock: Lock | null) => unknown) => Promise<unknown>
      >();
    waiting.mockImplementation(async (_name, { ifAvailable, signal }, callback) => {
      if (ifAvailable) return callback(null);
      return new Promise((_, reject) => {
        const give = () => reject(signal!.reason as Error);
        if (signal!.aborted) give();
        else signal!.addEventListener("abort", give);
      });
    });
    vi.stubGlobal("navigator", { locks: { request: waiting } });
    const tab = new Tab();
    expect(await refusal(tab.service.changeIdentity({ name: "Ada" }))).toMatch(/Another tab/);
    const training = tab.pen.takePen(new AbortController().signal, () => undefined);
    training.catch(() => undefined);
    await expect.poll(() => waiting.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(await refusal(tab.service.changeIdentity({ name: "Ada" }))).toMatch(/Another tab/);
  });

  test("that cannot be kept (no storage) is refused with a sentence while nothing is trained", async () => {
    vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
      throw new DOMException("access is denied for this document", "SecurityError");
    });
    const tab = new Tab();
    expect(await refusal(tab.service.changeIdentity({ name: "Ada" }))).toMatch(/keep nothing/);
    expect(await refusal(tab.service.restore(PHRASE))).toMatch(/keep nothing/);
    const pen = await tab.begin();
    granted(await tab.service.changeIdentity({ name: "Ada" }));
    expect(await tab.service.identity()).toMatchObject({
      root: pen.signer.device,
      name: "Ada",
      hasPhrase: false,
    });
  });
});
