/** What the screen of the swarm says of peers and of rounds, before it is drawn. */
import { describe, expect, test } from "vitest";
import { initialView, type RunView } from "../../../../web/run/run-state.ts";
import { hrefOfRound, roundIn } from "../../../../web/swarm/round-address.ts";
import { roundColumns, roundTableRows } from "../../../../web/swarm/round-columns.ts";
import { newestRounds } from "../../../../web/swarm/round-facts.ts";
import { solitudeNote } from "../../../../web/swarm/solitude-note.ts";
import { countStandings, swarmPeers } from "../../../../web/swarm/swarm-peers.ts";
import { graphText, rangeValues } from "../../../../web/swarm/text.ts";
import "../../../../web/messages/english-of-screens.ts";
import { namesIn } from "../../../../web/swarm/use-device-names.ts";
import { exampleRounds, exampleRows, personOf } from "../../../support/cloth-rows.ts";
import { ALONE, hashFrom, OTHERS, OWN, peerView, TOGETHER } from "../../../support/swarm-views.ts";

const NOBODY = new Map();
const [FIRST, SECOND, THIRD] = OTHERS as [string, string, string];

describe("peers", () => {
  test("work, are late, are only linked, or have left", () => {
    const swarm = {
      ...TOGETHER,
      waitingFor: [THIRD],
      peers: [peerView(FIRST), peerView(SECOND, { phase: "syncing", isOnHead: false }), peerView(THIRD)],
    };
    const peers = swarmPeers(swarm, NOBODY);
    expect(peers.map(({ device, standing }) => [device, standing])).toEqual([
      [OWN, "own"],
      [FIRST, "working"],
      [SECOND, "linked"],
      [THIRD, "late"],
      [hashFrom("ee01ab45"), "left"],
    ]);
    expect(countStandings(peers)).toEqual({ own: 1, working: 1, late: 1, linked: 1, left: 1 });
    expect(graphText(peers)).toBe(
      "3 others are linked to this tab. At work: 1, late: 1, only linked: 1, gone since the last round: 1. The table says who.",
    );
  });

  test("on another head, or of whom nothing was heard yet, are only linked", () => {
    const peers = [
      peerView(FIRST, { isOnHead: false }),
      peerView(SECOND, { phase: null }),
      peerView(THIRD, { phase: "watching" }),
    ];
    const standings = swarmPeers({ ...ALONE, peers }, NOBODY).map(({ standing }) => standing);
    expect(standings).toEqual(["own", "linked", "linked", "linked"]);
  });

  test("have the names that the newest rounds give them, and the hue of the person", () => {
    const old = {
      device: FIRST,
      root: personOf(1),
      name: "Old",
      tokens: 1,
      state: "audited",
      audit: null,
      isOwn: false,
    } as const;
    const [before, after] = exampleRounds(2, 2);
    const names = namesIn([
      { ...before!, parts: [old] },
      { ...after!, parts: [{ ...old, name: "New" }] },
    ]);
    const [, peer, unknown] = swarmPeers(TOGETHER, names);
    expect([peer?.name, peer?.who]).toEqual(["New", personOf(1)]);
    expect([unknown?.name, unknown?.who]).toEqual([null, SECOND]);
  });
});

describe("the address of a round", () => {
  test("names it, below the screen of the swarm", () => {
    expect(hrefOfRound(12)).toBe("#/swarm?round=12");
    for (const round of [0, 12, 4_294_967_296]) expect(roundIn(hrefOfRound(round))).toBe(round);
    expect(roundIn("/swarm?round=7")).toBe(7); // as the router has it
  });

  test.each([
    "#/swarm",
    "#/swarm?round=",
    "#/swarm?round=-1",
    "#/swarm?round=1.5",
    `#/swarm?round=${"9".repeat(16)}`,
  ])("is not in %s", (address) => expect(roundIn(address)).toBeNull());
});

describe("rounds", () => {
  const rows = exampleRows(30, 6);

  test("come newest first, each with what it changed", () => {
    const rounds = newestRounds(rows, 20, [], NOBODY);
    expect(rounds.map(({ row }) => row.round)).toEqual(Array.from({ length: 20 }, (_, index) => 30 - index));
    for (const { row, change } of rounds) expect(change).toBe(row.loss! - rows[row.round - 2]!.loss!);
    expect(newestRounds(rows, 40, [], NOBODY).at(-1)).toMatchObject({ row: { round: 1 }, change: null });
  });

  test("name the own thread first, then the widest", () => {
    const [{ threads } = { threads: [] }] = newestRounds(rows, 1, [], NOBODY);
    expect(threads[0]?.isOwn).toBe(true);
    const shares = threads.slice(1).map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  test("say who was late for them, as far as this tab saw it", () => {
    const names = namesIn([
      {
        ...exampleRounds(1, 1)[0]!,
        parts: [
          {
            device: FIRST,
            root: FIRST,
            name: "Amber",
            tokens: 1,
            state: "audited",
            audit: null,
            isOwn: false,
          },
        ],
      },
    ]);
    const lateIn = [{ commit: rows[28]!.commit, devices: [FIRST, SECOND] }];
    const rounds = newestRounds(rows, 3, lateIn, names);
    expect(rounds.map(({ late }) => late)).toEqual([[], ["Amber", "82c4aa19"], []]);
  });

  test("are marked on the curve where something of this visitor counted", () => {
    const [first, ...others] = rows;
    const without = {
      ...first!,
      threads: first!.threads.map((each) => ({ ...each, state: "rejected" as const })),
    };
    const [rounds, own, losses] = roundColumns([without, ...others]);
    expect(rounds).toEqual(rows.map(({ round }) => round));
    expect(losses).toEqual(rows.map(({ loss }) => loss));
    expect(own).toEqual([null, ...others.map(({ loss }) => loss)]);
    expect(newestRounds([without], 1, [], NOBODY)[0]?.isOwn).toBe(false);
  });

  test("are a dozen rows in the table behind the curve, which add up", () => {
    const table = roundTableRows(roundColumns(rows), 12);
    expect(table.length).toBeLessThanOrEqual(12);
    expect(table.at(-1)).toMatchObject({ round: 30, loss: rows[29]!.loss });
    expect(table.reduce((sum, { ownCount }) => sum + ownCount, 0)).toBe(30);
    expect(roundTableRows(roundColumns([]), 12)).toEqual([]);
  });

  test("of which nothing is known leave gaps", () => {
    const unknown = rows.map((row) => ({ ...row, loss: null }));
    expect(newestRounds(unknown, 2, [], NOBODY).map(({ change }) => change)).toEqual([null, null]);
    expect(roundTableRows(roundColumns(unknown), 12)).toEqual([]);
  });
});

describe("the sentence in the place of others", () => {
  const NOW_MS = 1_700_000_000_000;
  const noteOf = (part: Partial<RunView>, isOnline = true) =>
    solitudeNote({ ...initialView(null, null), hasRun: true, swarmAtMs: NOW_MS, ...part }, NOW_MS, isOnline);
  const alone = { state: "training", swarm: ALONE, aloneSinceMs: NOW_MS - 60_000 } as const;

  test("says to the first what becomes of the work", () => {
    expect(noteOf(alone)).toEqual({
      cause: "nobody",
      title: "You are first.",
      text: "Steps that you do now are kept and will be checked when someone joins.",
    });
    const later = noteOf({ ...alone, swarm: { ...ALONE, head: TOGETHER.head } });
    expect(later?.title).toBe("Nobody else is here now.");
  });

  test("names the reason where there is one", () => {
    expect(noteOf(alone, false)?.cause).toBe("offline");
    expect(noteOf({ ...alone, swarm: { ...ALONE, refusals: ["unreachable"] } })?.cause).toBe("unreachable");
    expect(noteOf({ ...alone, aloneSinceMs: NOW_MS })?.cause).toBeNull();
  });

  test("is another one before the start, at rest and while another tab has its turn", () => {
    const texts = [
      noteOf({ hasRun: false }),
      noteOf({ state: "resting" }),
      noteOf({ state: "training", isElsewhere: true }),
      noteOf({ state: "preparing" }),
      noteOf({ state: "idle", swarm: TOGETHER }),
    ].map((note) => note?.text);
    expect(new Set(texts).size).toBe(5);
    expect(texts).not.toContain("");
  });

  test("is not there while somebody is", () => {
    expect(noteOf({ state: "training", swarm: TOGETHER })).toBeNull();
  });
});

test("ranges are as rough as they are true", () => {
  expect(rangeValues({ low: 3, high: 11.5 })).toEqual({ low: "3", high: "12" });
  expect(rangeValues({ low: 0.44, high: 9.96 })).toEqual({ low: "0.4", high: "10" });
});
