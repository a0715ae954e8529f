/** The leaderboard as files: the same numbers everywhere, and nothing that a stranger's name could do. */
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { creditOf, FLOP_PER_CREDIT } from "../../../shared/ledger/credit-unit.ts";
import { creditText } from "../../../shared/ledger/exports/amounts.ts";
import { type BoardExport, exportBoard } from "../../../shared/ledger/exports/board-export.ts";
import { tablesXml, teamXml, userXml } from "../../../shared/ledger/exports/boinc-xml.ts";
import { boardCsv, csvCell } from "../../../shared/ledger/exports/csv.ts";
import { boardJson } from "../../../shared/ledger/exports/json.ts";
import { escapeXml } from "../../../shared/ledger/exports/xml.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import {
  accountsOf,
  auditorsIn,
  bookOf,
  History,
  keyOf,
  START,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";

const [ANN, BOB, EVE] = [keyOf("ann"), keyOf("bob"), keyOf("eve")];
const NOW = START + 10_000;
const ROUNDS = 70;

/** Names that are something else in a spreadsheet, a page or a document. */
const HOSTILE = [
  `<script>alert("1")</script>`,
  `=HYPERLINK("http://x.y")`,
  "@SUM(1+1)*cmd|' /C calc'!A0",
  `"]]><!-- &lol; , tab`,
  'O\'Neil, "the" <b>',
];

/** Ann is listed and in a team, Bob says nothing, Eve is listed under a hostile name; all were audited. */
function board(evesName = "Eve"): { board: BoardExport; accounts: ReturnType<typeof accountsOf> } {
  const history = new History();
  const team = history.found(ANN, `Team of ${evesName}`.slice(0, 40)).record.hash;
  history.identify(ANN, { name: "Ann", isListed: true, country: "DE", team });
  history.identify(BOB, { name: "Bob", isListed: false, country: "FR", team });
  history.identify(EVE, { name: evesName, isListed: true });
  const rounds = history.rounds(ROUNDS, [ANN, BOB, EVE]);
  const last = rounds.at(-1)!;
  for (const device of [ANN, BOB, EVE])
    history.verdict(auditorsIn(last, device)[0]!, workOf(last, device), "match");
  const accounts = accountsOf(history.records);
  return { accounts, board: exportBoard({ book: bookOf(history.records), accounts }, null, NOW) };
}

const elements = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map(([, content]) => content!);

/** As another program reads them. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  const parser = new Papa.Parser({ delimiter: ",", newline: "\r\n" });
  const { data, errors } = parser.parse(csv, 0, false);
  expect(errors).toEqual([]);
  expect(data.at(-1)).toEqual([""]);
  return data.slice(0, -1);
}

describe("numbers", () => {
  test("are the same on the board and in every export", () => {
    const { board: exported, accounts } = board();
    const query = { project: null, by: "person", window: "all", nowSeconds: NOW, limit: 10 } as const;
    const json = JSON.parse(boardJson(exported)) as {
      people: { key: string; credit: number; flops: string }[];
    };
    const csv = rowsOf(boardCsv(exported));
    const column = (name: string) => csv[0]!.indexOf(name);
    const xml = elements(userXml(exported), "user");
    const ann = accounts.person(ANN, NOW).totals.earned;
    expect(ann).toBe(WORK * BigInt(ROUNDS - 60));
    for (const { key, credit, totals } of accounts.leaderboard(query).rows) {
      const expected = creditOf(totals.earned);
      expect(credit).toBe(expected);
      expect(json.people.find((row) => row.key === key)).toMatchObject({
        credit: expected,
        flops: `${totals.earned}`,
      });
      expect(csv.find((row) => row[column("key")] === key)?.[column("credit")]).toBe(
        creditText(totals.earned),
      );
    }
    expect(
      elements(
        xml.find((user) => user.includes("<name>Ann<"))!,
        "total_credit",
      ),
    ).toEqual([creditText(ann)]);
  });

  test("count a cobblestone once: 432 billion operations are one credit", () => {
    const cobblestones = 1_204_500n;
    expect(Number(creditText(cobblestones * FLOP_PER_CREDIT))).toBe(Number(cobblestones));
  });

  test.each([
    [0n, "0.000000"],
    [1n, "0.000000"],
    [432_000_000_000n - 1n, "0.999999"],
    [432_000_000_000n * 1_000_000n, "1000000.000000"],
    [10n ** 24n, "2314814814814.814814"],
  ])("of %i operations are rounded down, never up", (flops, text) => {
    expect(creditText(flops)).toBe(text);
  });
});

describe("who did not ask to be listed", () => {
  const { board: exported } = board();

  test("is in JSON and CSV under a generated name, without country and team", () => {
    expect(exported.people.find(({ root }) => root === BOB)).toMatchObject({
      name: pseudonymOf(BOB),
      isListed: false,
      country: "",
      team: null,
    });
    for (const text of [boardJson(exported), boardCsv(exported)]) expect(text).not.toMatch(/Bob|FR/);
  });

  test("is not in BOINC's files, but for the totals", () => {
    const users = userXml(exported);
    expect(elements(users, "name")).toEqual(expect.arrayContaining(["Ann", "Eve"]));
    expect(elements(users, "user")).toHaveLength(2);
    expect(users).not.toContain(BOB.slice(0, 32));
    expect(elements(tablesXml(exported), "nusers_total")).toEqual(["3"]);
    const all = exported.people.reduce((sum, { totals }) => sum + totals.earned, 0n);
    expect(elements(tablesXml(exported), "total_credit")).toEqual([creditText(all)]);
  });
});

describe("BOINC's files", () => {
  const { board: exported } = board();

  test("have its elements, and join users to teams by number", () => {
    const [team] = elements(teamXml(exported), "team");
    const ann = elements(userXml(exported), "user").find((user) => user.includes("<name>Ann<"))!;
    expect([...ann.matchAll(/<(\w+)>/g)].map(([, name]) => name)).toEqual(
      "id name create_time total_credit expavg_credit expavg_time cpid country teamid".split(" "),
    );
    expect([...team!.matchAll(/<(\w+)>/g)].map(([, name]) => name)).toEqual(
      "id type name userid total_credit expavg_credit expavg_time founder_name create_time country".split(
        " ",
      ),
    );
    expect(elements(ann, "teamid")).toEqual(elements(team!, "id"));
    expect(elements(team!, "userid")).toEqual(elements(ann, "id"));
    expect(elements(ann, "cpid")).toEqual([ANN.slice(0, 32)]);
  });

  test("number people the same in every export, and differently where keys begin alike", () => {
    const person = exported.people[0]!;
    const twin = (digit: string) => ({ ...person, isListed: true, root: `7fffffff${digit.repeat(56)}` });
    const ids = elements(userXml({ ...exported, people: [twin("1"), twin("0"), twin("2")] }), "id").map(
      Number,
    );
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id > 0 && id <= 2_147_483_647).toBe(true);
    const alone = elements(userXml({ ...exported, people: [twin("0")] }), "id").map(Number);
    expect(alone[0]).toBe(ids[1]);
  });
});

describe("a hostile name", () => {
  test.each(HOSTILE)("%j stays text in every file", (name) => {
    const { board: exported } = board(name);
    const shown = exported.people.find(({ root }) => root === EVE)!.name;
    for (const file of [userXml(exported), teamXml(exported)]) {
      expect(file).toContain(escapeXml(shown).slice(0, 20));
      const bare = file.replace(/&(amp|lt|gt|quot|#39);/g, "");
      expect(bare).not.toMatch(/&|<script|<b>|<!--|\]\]>/);
    }
    const csv = rowsOf(boardCsv(exported));
    expect(new Set(csv.map((row) => row.length)).size).toBe(1);
    for (const row of csv.slice(1)) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(JSON.parse(boardJson(exported))).toMatchObject({
      people: expect.arrayContaining([expect.objectContaining({ name: shown })]) as unknown,
    });
  });

  test.each([
    ["plain", "plain"],
    ['say "hi"', '"say ""hi"""'],
    ["a,b", '"a,b"'],
    ["a\r\nb", '"a\r\nb"'],
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@x", `"'@x"`],
    ["\t=1", `"'\t=1"`],
    ["\uFF1D1", `"'\uFF1D1"`],
  ])("of a cell: %j is written as %j", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test("with characters that no document may hold loses them", () => {
    expect(escapeXml("a\0b\u0008\uFFFE\uD800c😀\n<")).toBe("a\uFFFDb\uFFFD\uFFFD\uFFFDc😀\n&lt;");
  });
});
