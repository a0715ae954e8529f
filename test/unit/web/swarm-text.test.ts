import { auditNote } from "../../../web/text/audit-note.ts";
import { describe, expect, it } from "vitest";
import type { SwarmView } from "../../../worker/swarm/swarm-view.ts";
import { initialView, type RunView } from "../../../web/run/run-state.ts";
import { ownShare, peerRows } from "../../../web/text/peer-rows.ts";
import { phaseLine } from "../../../web/text/phase-sentence.ts";
import { causeOfSolitude, type SolitudeFacts } from "../../../web/text/solitude.ts";
import { sourceName } from "../../../web/text/source-name.ts";
import { swarmNote } from "../../../web/text/swarm-note.ts";
import { ALONE, hashFrom, OTHERS, OWN, peerView, PROJECT, TOGETHER } from "../../support/swarm-views.ts";

const NOW_MS = 1_700_000_000_000;

const viewWith = (part: Partial<RunView>): RunView => ({ ...initialView(null, null), ...part });
const trainingWith = (swarm: SwarmView, part: Partial<RunView> = {}): RunView =>
  viewWith({ state: "training", hasRun: true, swarm, swarmAtMs: NOW_MS, ...part });

describe("phase", () => {
  const lineOf = (part: Partial<SwarmView>, sinceMs = 0) =>
    phaseLine(trainingWith({ ...TOGETHER, ...part }), NOW_MS + sinceMs);

  it("counts the round down between two pictures of the swarm", () => {
    expect(lineOf({})).toEqual({
      phase: "training",
      sentence: "Training — 5 s left in this round",
      done: 0.86,
    });
    expect(lineOf({}, 1000).sentence).toBe("Training — 4 s left in this round");
    expect(lineOf({}, 9000)).toMatchObject({ sentence: "Training — ending this round", done: 1 });
    expect(lineOf({ steps: 0 }, 9000).sentence).toBe("Training — the first step comes soon");
    expect(lineOf({}, -9000).done).toBe(0.86); // a clock that was set back
  });

  it("says how many of those on the same model are waited for", () => {
    const waitingFor = OTHERS.slice(0, 1);
    expect(lineOf({ phase: "committing", waitingFor }).sentence).toBe("Waiting for 1 of 3 others to finish");
    const peers = [peerView(OTHERS[0]!), peerView(OTHERS[1]!, { isOnHead: false })];
    expect(lineOf({ phase: "committing", waitingFor, peers }).sentence).toBe(
      "Waiting for 1 of 1 other to finish",
    );
    expect(lineOf({ phase: "committing", peers: [] }).sentence).toBe("Finishing this round");
  });

  it("names the rest of a round", () => {
    expect(lineOf({ phase: "revealing", waitingFor: OTHERS }).sentence).toBe(
      "Exchanging updates, 3 still to come",
    );
    expect(lineOf({ phase: "revealing" }).sentence).toBe("Exchanging updates");
    expect(lineOf({ phase: "agreeing" }).sentence).toBe("Agreeing on the next model");
    expect(lineOf({ phase: "watching" }).phase).toBe("watching");
  });

  it("says how much of the model has come", () => {
    const sync = { doneBytes: 348, totalBytes: 1000 };
    expect(lineOf({ phase: "syncing", sync })).toEqual({
      phase: "syncing",
      sentence: "Fetching the model from others: 34 %",
      done: 0.348,
    });
    expect(lineOf({ phase: "syncing" }).done).toBeNull();
    expect(lineOf({ phase: "syncing", sync: { doneBytes: 0, totalBytes: 0 } }).done).toBe(0);
  });

  it("has words for before and after", () => {
    const phaseOf = (part: Partial<RunView>) => phaseLine(viewWith(part), NOW_MS).phase;
    expect(phaseOf({})).toBe("away");
    expect(phaseOf({ state: "preparing" })).toBe("joining");
    expect(phaseOf({ state: "training" })).toBe("joining");
    expect(phaseOf({ state: "stopping", swarm: TOGETHER })).toBe("leaving");
    expect(phaseOf({ state: "idle", swarm: TOGETHER, hasRun: true })).toBe("away");
    expect(phaseOf({ state: "training", hasRun: true })).toBe("joining");
    expect(phaseOf({ state: "training", hasRun: true, isElsewhere: true })).toBe("away");
    const fetching = { receivedBytes: 1_200_000, totalBytes: 3_600_000 };
    expect(phaseLine(viewWith({ state: "preparing", fetching }), NOW_MS).sentence).toBe(
      "Fetching the project’s data: 1.2 MB of 3.6 MB",
    );
  });
});

describe("cause of solitude", () => {
  const causeOf = (part: Partial<SolitudeFacts>) =>
    causeOfSolitude({
      signaling: { state: "online", detail: "" },
      refusals: [],
      isOnline: true,
      isFirst: true,
      ...part,
    });
  const refusals = ["lost", "unreachable", "version mismatch: it speaks 2 to 2, this side 1 to 1"];
  const down = { state: "offline", detail: "the server does not answer" } as const;

  it.each([
    [{ isOnline: false, signaling: down, refusals }, "offline"],
    [{ signaling: down, refusals }, "signaling-down"],
    [{ signaling: { state: "connecting", detail: "" } }, "signaling-down"],
    [{ refusals }, "version-mismatch"],
    [{ refusals: refusals.slice(0, 2) }, "unreachable"],
    [{ refusals: ["left", "lost", "it trains another project"] }, "nobody"],
  ] as const)("%j is %s", (part, cause) => expect(causeOf(part).cause).toBe(cause));

  it("says what happened and what to do, each in whole sentences", () => {
    for (const part of [
      {},
      { isOnline: false },
      { signaling: down },
      { refusals },
      { refusals: ["unreachable"] },
    ]) {
      const { title, advice } = causeOf(part);
      expect(title).toMatch(/^[A-Z].{15,}\.$/);
      expect(advice).toMatch(/^[A-Z].{20,}[.”]$/);
    }
    expect(causeOf({ signaling: down }).advice).toContain("the server does not answer");
    expect(causeOf({ isFirst: false }).title).toBe("Nobody else is here now.");
  });
});

describe("note about the others", () => {
  it("gives the cause only after ten seconds without a link", () => {
    const view = trainingWith(ALONE, { aloneSinceMs: NOW_MS });
    const after = (ms: number, isOnline = true) => swarmNote(view, NOW_MS + ms, isOnline);
    expect(after(9_999).cause).toBeNull();
    expect(after(9_999).text).toContain("Looking for others");
    expect(after(10_000)).toMatchObject({ cause: "nobody", title: "You are the first here." });
    expect(after(10_000).text).toMatch(/^Share the link/);
    expect(after(10_000, false).cause).toBe("offline");
  });

  it("has no cause to give while somebody is there, or when this tab is away", () => {
    expect(swarmNote(trainingWith(TOGETHER), NOW_MS, false).cause).toBeNull();
    const away = viewWith({ state: "idle", hasRun: true, swarm: ALONE, aloneSinceMs: 0 });
    expect(swarmNote(away, NOW_MS, true).cause).toBeNull();
    expect(swarmNote(viewWith({}), NOW_MS, true).text).toContain("While it trains");
    const waiting = viewWith({ state: "training", hasRun: true, isElsewhere: true });
    expect(swarmNote(waiting, NOW_MS, true).text).toContain("waits for its turn");
  });

  it("says when the others refused this tab's work", () => {
    const lastRound = {
      ...TOGETHER.lastRound!,
      contributions: [{ device: OWN, weight: 0, steps: 120 }],
    };
    expect(swarmNote(trainingWith({ ...TOGETHER, lastRound }), NOW_MS, true).text).toContain("left out");
    expect(swarmNote(trainingWith(TOGETHER), NOW_MS, true).text).not.toContain("left out");
  });

  it("says when nobody has the project that a link names", () => {
    const looking = { state: "preparing", link: PROJECT.link, aloneSinceMs: NOW_MS } as const;
    const noteOf = (part: Partial<RunView>, ms: number, isOnline = true) =>
      swarmNote(viewWith({ ...looking, ...part }), NOW_MS + ms, isOnline).cause;
    expect(noteOf({}, 10_000)).toBe("no-project");
    expect(noteOf({}, 10_000, false)).toBe("offline");
    expect(noteOf({}, 9_000)).toBeNull();
    expect(noteOf({ link: "tiny" }, 10_000)).toBeNull();
    expect(noteOf({ project: PROJECT }, 10_000)).toBeNull();
    expect(noteOf({ source: "files" }, 10_000)).toBeNull();
  });
});

describe("rows of participants", () => {
  const rows = peerRows(TOGETHER, true);

  it("begin with this tab, and end with who has left after the last round", () => {
    expect(rows.map(({ device }) => device)).toEqual([OWN, ...OTHERS, hashFrom("ee01ab45")]);
    expect(rows.map(({ isOwn }) => isOwn)).toEqual([true, false, false, false, false]);
    expect(rows.at(-1)?.activity).toBe("has left");
  });

  it("share the round's work by weight, not by steps", () => {
    expect(rows.map(({ gave }) => gave && Math.round(gave.share * 1000))).toEqual([308, 615, 0, null, 77]);
    expect(rows[2]?.gave).toEqual({ steps: 118, share: 0, isRefused: true });
    expect(ownShare(TOGETHER)).toBeCloseTo(92_160 / 299_520);
    expect(ownShare(ALONE)).toBeNull();
  });

  it("say that this tab checks somebody else's work, while it does", () => {
    const auditing = OTHERS[0]!;
    expect(peerRows({ ...ALONE, auditing }, true)[0]?.activity).toBe("trains, and checks another’s work");
    expect(auditNote(trainingWith({ ...ALONE, auditing }))).toContain("Checking another peer’s work");
    expect(auditNote(trainingWith(ALONE))).toBe("");
  });

  it("say what each does, and who stands on another model", () => {
    const peers = [
      peerView(OTHERS[0]!, { phase: null, isOnHead: false }),
      peerView(OTHERS[1]!, { isOnHead: false }),
      peerView(OTHERS[2]!, { phase: "syncing", isOnHead: false }),
    ];
    expect(peerRows({ ...ALONE, peers }, true).map(({ activity }) => activity)).toEqual([
      "trains",
      "has just come",
      "trains, on another model",
      "fetches the model",
    ]);
    expect(peerRows({ ...ALONE, peers }, false).map(({ activity }) => activity)).toEqual([
      "–",
      "–",
      "–",
      "–",
    ]);
  });

  it("have no shares in a round in which everybody was refused", () => {
    const lastRound = { ...TOGETHER.lastRound!, contributions: [{ device: OWN, weight: 0, steps: 1 }] };
    expect(peerRows({ ...ALONE, lastRound }, true)[0]?.gave).toEqual({ steps: 1, share: 0, isRefused: true });
  });
});

describe("name of what is chosen", () => {
  const saved = {
    run: { dataName: "a.txt", modelName: "mlp", parameterCount: 1, unit: "rows", lossUnit: "nats per row" },
    link: PROJECT.link,
    openedAs: PROJECT.link,
    round: 1,
    step: 1,
    savedAtMs: 1,
    figures: null,
  } as const;

  it("is the built-in project's, the file's, or what the link tells", () => {
    expect(sourceName({ kind: "project", link: null }, saved)).toBe("Stories from the weaving village");
    expect(sourceName({ kind: "project", link: "tiny" }, null)).toBe("Project “tiny”");
    expect(sourceName({ kind: "project", link: PROJECT.link }, null)).toBe("Project 5a11ad00");
    expect(sourceName({ kind: "project", link: PROJECT.link }, saved)).toBe("a.txt");
    const files = [new File(["x"], "a.idx"), new File(["x"], "b.idx")];
    expect(sourceName({ kind: "files", files }, saved)).toBe("a.idx and b.idx");
  });
});
