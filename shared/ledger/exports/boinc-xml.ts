/**
 * The board as the sites that count for BOINC read it: user.xml, team.xml and tables.xml with BOINC's element names, in its order. Only people who asked to be
 * listed are in it; whoever is not asked for again at the next export is to be forgotten there. Our unit is BOINC's cobblestone, so the numbers go as they are.
 * Source: BOINC, sched/db_dump.cpp (write_user, write_team, tables_file).
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import { creditText } from "./amounts.ts";
import type { BoardExport, ExportedPerson, ExportedTeam } from "./board-export.ts";
import { escapeXml } from "./xml.ts";

/** BOINC's ids are positive 32-bit integers. */
const MOST_ID = 2_147_483_647;
/** Hexadecimal digits of BOINC's names for people across projects. */
const CPID_DIGITS = 32;

export function userXml(board: BoardExport): string {
  const teamIds = idsOf(board.teams.map(({ team }) => team));
  const userIds = idsOf(listed(board).map(({ root }) => root));
  return file(
    "users",
    listed(board).map((person) => user(person, board, userIds, teamIds)),
  );
}

export function teamXml(board: BoardExport): string {
  const teamIds = idsOf(board.teams.map(({ team }) => team));
  const founders = new Map(listed(board).map((person) => [person.root, person]));
  const userIds = idsOf([...founders.keys()]);
  return file(
    "teams",
    board.teams.map((each) => team(each, board, teamIds, userIds, founders)),
  );
}

/** Totals are of everybody: those who are not listed are in them too. */
export function tablesXml({ asOf, people, teams }: BoardExport): string {
  const total = people.reduce((sum, { totals }) => sum + totals.earned, 0n);
  return file("tables", [
    element("update_time", `${asOf}`),
    element("nusers_total", `${people.length}`),
    element("nteams_total", `${teams.length}`),
    element("total_credit", creditText(total)),
  ]);
}

function user(
  { root, name, country, team, totals, recentAverage }: ExportedPerson,
  { asOf }: BoardExport,
  userIds: ReadonlyMap<PeerId, number>,
  teamIds: ReadonlyMap<Hash, number>,
): string {
  const teamId = team === null ? undefined : teamIds.get(team);
  return element("user", [
    element("id", `${userIds.get(root)}`),
    element("name", name),
    element("create_time", `${totals.firstAt}`),
    element("total_credit", creditText(totals.earned)),
    element("expavg_credit", recentAverage.toFixed(6)),
    element("expavg_time", `${asOf}`),
    element("cpid", root.slice(0, CPID_DIGITS)),
    ...(country === "" ? [] : [element("country", country)]),
    ...(teamId === undefined ? [] : [element("teamid", `${teamId}`)]),
  ]);
}

function team(
  { team, name, url, founder, at, totals, recentAverage }: ExportedTeam,
  { asOf }: BoardExport,
  teamIds: ReadonlyMap<Hash, number>,
  userIds: ReadonlyMap<PeerId, number>,
  founders: ReadonlyMap<PeerId, ExportedPerson>,
): string {
  const founderName = founders.get(founder)?.name;
  return element("team", [
    element("id", `${teamIds.get(team)}`),
    element("type", "0"),
    element("name", name),
    element("userid", `${userIds.get(founder) ?? 0}`),
    element("total_credit", creditText(totals.earned)),
    element("expavg_credit", recentAverage.toFixed(6)),
    element("expavg_time", `${asOf}`),
    ...(founderName === undefined ? [] : [element("founder_name", founderName)]),
    element("create_time", `${at}`),
    ...(url === "" ? [] : [element("url", url)]),
    element("country", ""),
  ]);
}

/**
 * Numbers for keys that do not change from one export to the next: their first 31 bits, and where two keys would share them, the next free number.
 * 0 means nobody.
 */
function idsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys.toSorted()) {
    let id = Number.parseInt(key.slice(0, 8), 16) % MOST_ID;
    do id = (id % MOST_ID) + 1;
    while (taken.has(id));
    taken.add(id);
    ids.set(key, id);
  }
  return ids;
}

function listed({ people }: BoardExport): readonly ExportedPerson[] {
  return people.filter(({ isListed }) => isListed);
}

/** @param content text, or elements that were made by this function */
function element(name: string, content: string | readonly string[]): string {
  if (typeof content === "string") return `<${name}>${escapeXml(content)}</${name}>`;
  return `<${name}>\n${content.map((child) => ` ${child}\n`).join("")}</${name}>`;
}

function file(name: string, elements: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>\n${elements.map((each) => `${each}\n`).join("")}</${name}>\n`;
}
