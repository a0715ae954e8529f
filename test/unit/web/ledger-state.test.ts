import { describe, expect, it, vi } from "vitest";
import { parsePhrase } from "../../../shared/ledger/identity/phrase.ts";
import { initialView } from "../../../web/run/run-state.ts";
import { createLedgerController } from "../../../web/ledger/ledger-controller.ts";
import { shareWorker } from "../../../web/ledger/one-worker.ts";
import { projectInView } from "../../../web/ledger/project-in-view.ts";
import { groupByDay, mergeReceipts } from "../../../web/ledger/receipt-list.ts";
import { readRestoreLink, restoreCode, restoreLink } from "../../../web/ledger/restore-code.ts";
import { hrefOfScreen, parseScreen, SCREENS } from "../../../web/screens/screen-address.ts";
import { teamName } from "../../../web/ledger/team-name.ts";
import { invitationUrl, parseInvitation, withoutInvitation } from "../../../web/ledger/use-invitation.ts";
import { groupBoard, PHRASE, receipt, summaryOf, TEAM, TEAMS } from "../../support/ledger-views.ts";
import { createScriptedLedger, EMPTY_SUMMARY } from "../../support/scripted-ledger.ts";
import { createScriptedTrainer } from "../../support/scripted-trainer.ts";
import { PROJECT } from "../../support/swarm-views.ts";

describe("a screen's address", () => {
  it("names each screen, and the first for everything else", () => {
    for (const screen of SCREENS) expect(parseScreen(hrefOfScreen(screen)).screen).toBe(screen);
    expect(parseScreen("#receipts").screen).toBe("receipts"); // as links of the first versions have it
    for (const fragment of ["", "#", "#receipts2", "#constructor", "#restore=tooshort"])
      expect(parseScreen(fragment)).toEqual({ screen: "donate", restoreText: null });
  });

  it("can carry the twelve words to another device", () => {
    const { hash } = new URL(restoreLink(PHRASE, "https://example.org/tabloom/?project=tiny#you"));
    const { screen, restoreText } = parseScreen(hash);
    expect(screen).toBe("you");
    expect(readRestoreLink(restoreText ?? "")).toEqual({ ok: true, phrase: PHRASE });
    expect(parsePhrase(PHRASE).ok).toBe(true);
  });
});

it("draws the link as a square code with an empty margin", () => {
  const { size, path } = restoreCode(PHRASE, "https://example.org/");
  expect(size).toBe(33 + 8); // version 4
  expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
  const rows = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, column, row]) => [
    Number(column),
    Number(row),
  ]);
  expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, size - 5]);
});

describe("an invitation to a team", () => {
  it("is a team's id in the address, and nothing else", () => {
    expect(parseInvitation(`?team=${TEAM}&state=x`)).toBe(TEAM);
    for (const search of ["", "?team=", "?team=weavers", `?team=${TEAM}0`])
      expect(parseInvitation(search)).toBeNull();
  });

  it("goes out with the project, and is forgotten without the rest of the address", () => {
    const url = invitationUrl(TEAM, "https://example.org/t/?project=tiny&backend=wasm#you");
    expect(url).toBe(`https://example.org/t/?project=tiny&team=${TEAM}`);
    expect(withoutInvitation(`?project=tiny&team=${TEAM}`)).toBe("?project=tiny");
    expect(withoutInvitation(`?team=${TEAM}`)).toBe("");
  });

  it("shows the team's name where it is known", async () => {
    const ledger = createScriptedLedger(null, { leaderboard: async () => groupBoard(0, TEAMS) });
    expect(await teamName(ledger, TEAM)).toBe("Weavers of Ulm");
    expect(await teamName(ledger, PROJECT.id)).toBeNull();
  });
});

describe("receipts", () => {
  it("are merged newest first, and what is heard later replaces what was known", () => {
    const [first, second, third] = [receipt(1, 100), receipt(2, 200), receipt(3, 200)];
    const vested = { ...second, state: { kind: "vested" } } as const;
    const merged = mergeReceipts([second, first], [third, vested]);
    expect(merged.map(({ at }) => at)).toEqual([200, 200, 100]);
    expect(merged).toContain(vested);
    expect(mergeReceipts([third, vested], [first])).toEqual(merged); // in whatever order they came
  });

  it("are grouped by day in their order", () => {
    const days = groupByDay([receipt(3, 250), receipt(2, 210), receipt(1, 100)], (at) =>
      String(Math.floor(at / 100)),
    );
    expect(days.map(({ key, receipts }) => [key, receipts.length])).toEqual([
      ["2", 2],
      ["1", 1],
    ]);
  });
});

describe("the worker that run and ledger share", () => {
  const setUp = () => {
    const trainers = [createScriptedTrainer(), createScriptedTrainer(), createScriptedTrainer()];
    const open = vi.fn(() => trainers[open.mock.calls.length - 1]!);
    const worker = shareWorker(open);
    const listener = vi.fn();
    worker.ledger.listen(listener);
    return { trainers, open, worker, listener };
  };

  it("is opened by whoever needs it first, and once", () => {
    const { trainers, open, worker, listener } = setUp();
    expect(listener).not.toHaveBeenCalled();
    worker.ledger.open();
    worker.ledger.open();
    expect(worker.connect().api).toBe(trainers[0]?.api);
    expect(open).toHaveBeenCalledTimes(1);
    expect(listener.mock.calls).toEqual([[trainers[0]?.ledger]]);
  });

  it("is lost by both when the run closes it after a crash", () => {
    const { trainers, worker, listener } = setUp();
    const link = worker.connect();
    const crashed = vi.fn(() => link.close());
    link.onCrash(crashed);
    trainers[0]?.crash("out of memory");
    expect(crashed).toHaveBeenCalledWith("out of memory");
    expect(trainers[0]?.isClosed).toBe(true);
    expect(listener).toHaveBeenLastCalledWith(null);
    expect(worker.connect().api).toBe(trainers[1]?.api);
    expect(listener).toHaveBeenLastCalledWith(trainers[1]?.ledger);
  });

  it("is closed here when it crashes before a run has asked for it", () => {
    const { trainers, worker, listener } = setUp();
    worker.ledger.open();
    trainers[0]?.crash("");
    expect(trainers[0]?.isClosed).toBe(true);
    expect(listener).toHaveBeenLastCalledWith(null);
    worker.ledger.open();
    expect(worker.connect().api).toBe(trainers[1]?.api);
  });

  it("is not closed by the end of one before it", () => {
    const { trainers, worker, listener } = setUp();
    const first = worker.connect();
    const second = worker.connect();
    first.close();
    expect(listener).toHaveBeenLastCalledWith(trainers[1]?.ledger);
    second.close();
    expect(listener).toHaveBeenLastCalledWith(null);
  });
});

describe("the ledger's controller", () => {
  const setUp = (...ledgers: ReturnType<typeof createScriptedLedger>[]) => {
    const trainers = ledgers.map((ledger) => createScriptedTrainer(null, ledger));
    const open = vi.fn(() => trainers[open.mock.calls.length - 1]!);
    const worker = shareWorker(open);
    return { controller: createLedgerController(worker.ledger), trainers, open };
  };

  it("opens no worker before somebody wants to see receipts", () => {
    const { controller, open } = setUp(createScriptedLedger());
    expect(controller.view()).toEqual({ summary: null, trouble: "", openCount: 0 });
    expect(open).not.toHaveBeenCalled();
  });

  it("shows each summary as it comes", async () => {
    const ledger = createScriptedLedger();
    const { controller } = setUp(ledger);
    const drawn = vi.fn();
    controller.subscribe(drawn);
    controller.open();
    await expect.poll(() => controller.view().summary).toBe(EMPTY_SUMMARY);
    const next = summaryOf([receipt(1, 100)]);
    ledger.emit(next);
    expect(controller.view()).toEqual({ summary: next, trouble: "", openCount: 1 });
    expect(drawn).toHaveBeenCalled();
  });

  it("leaves no question open when the worker ends, and opens another for the next one", async () => {
    const silent = createScriptedLedger(EMPTY_SUMMARY, {
      identity: () => new Promise<never>(() => undefined),
    });
    const { controller, trainers, open } = setUp(silent, createScriptedLedger());
    const question = controller.ask((api) => api.identity());
    trainers[0]?.crash("");
    await expect(question).rejects.toMatchObject({ name: "LedgerGoneError" });
    expect(controller.view()).toMatchObject({ summary: EMPTY_SUMMARY, openCount: 1 });
    expect(controller.view().trouble).toContain("has stopped");
    expect((await controller.ask((api) => api.identity())).root).toBe(EMPTY_SUMMARY.root);
    expect(open).toHaveBeenCalledTimes(2);
    expect(controller.view()).toMatchObject({ trouble: "", openCount: 2 });
  });

  it("hears nothing any more from a worker that has ended", async () => {
    const first = createScriptedLedger();
    const { controller, trainers } = setUp(first, createScriptedLedger());
    controller.open();
    trainers[0]?.crash("");
    first.emit(summaryOf([receipt(1, 100)]));
    expect(controller.view().summary).toBe(EMPTY_SUMMARY);
  });

  it("says why nothing comes, and tries again when asked", async () => {
    let isBroken = true;
    const ledger = createScriptedLedger(EMPTY_SUMMARY, {
      watch: (listener) => {
        if (isBroken) return Promise.reject(new Error("The disk is gone."));
        listener(EMPTY_SUMMARY);
        return Promise.resolve();
      },
    });
    const { controller, open } = setUp(ledger);
    controller.open();
    await expect.poll(() => controller.view().trouble).toBe("The program says: “The disk is gone.”");
    isBroken = false;
    controller.open();
    expect(controller.view()).toEqual({ summary: EMPTY_SUMMARY, trouble: "", openCount: 2 });
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("has everything asked again of a worker that is well", async () => {
    const { controller, open } = setUp(createScriptedLedger());
    controller.open();
    controller.open();
    expect(controller.view().openCount).toBe(1);
    controller.retry();
    expect(controller.view()).toEqual({ summary: EMPTY_SUMMARY, trouble: "", openCount: 2 });
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("says so where no worker can be started", async () => {
    const worker = shareWorker(() => {
      throw new Error("Worker is not defined");
    });
    const controller = createLedgerController(worker.ledger);
    controller.open();
    expect(controller.view().trouble).toMatch(/ cannot be started here\. .*“Worker is not defined”$/);
    await expect(controller.ask((api) => api.identity())).rejects.toMatchObject({ name: "LedgerGoneError" });
  });
});

describe("the project that the page is about", () => {
  const blank = initialView(null, null);

  it("is the one that trains, that the address names, or that was trained here last", () => {
    const saved = {
      run: { dataName: "a", modelName: "b", parameterCount: 1, unit: "rows", lossUnit: "nats per row" },
      link: PROJECT.link,
      openedAs: null,
      round: 1,
      step: 1,
      savedAtMs: 1,
      figures: null,
    } as const;
    expect(projectInView({ ...blank, project: PROJECT }, null)).toBe(PROJECT.id);
    expect(projectInView({ ...blank, link: PROJECT.link }, null)).toBe(PROJECT.id);
    expect(projectInView({ ...blank, saved }, null)).toBe(PROJECT.id);
    expect(projectInView({ ...blank, link: "tiny", saved }, null)).toBeNull();
  });

  it("is that of the newest receipt where the page is about the main one", () => {
    const summary = summaryOf([receipt(1, 100)]);
    expect(projectInView(blank, summary)).toBe(PROJECT.id);
    expect(projectInView(blank, EMPTY_SUMMARY)).toBeNull();
  });
});
