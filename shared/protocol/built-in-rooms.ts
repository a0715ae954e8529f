/** The rooms of the built-in projects, for the server, which knows no projects: a project's room is its id. A test compares them with the projects. */
import { isHash, type Hash } from "../core/ids.ts";

const MAIN_PROJECT = "stories";
const ROOMS: Readonly<Record<string, Hash>> = {
  stories: "50399d7981ba5d647814dd5848a40b11574dfca17517297d7f3d14fe2cd25c65",
  tiny: "f48b4672295b48be9adda259615edce2d7f493dac9655a4dbc57c590fdcdd223",
};

/** @param link value of the parameter `project`; without one, the main project is meant. @returns null for what is no link */
export function roomOfLink(link: string | null): Hash | null {
  const name = link === null || link === "" ? MAIN_PROJECT : link;
  if (isHash(name)) return name;
  return Object.hasOwn(ROOMS, name) ? (ROOMS[name] ?? null) : null;
}
