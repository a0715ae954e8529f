import { expect, test } from "vitest";
import { roomOfLink } from "../../../shared/protocol/built-in-rooms.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { builtInProject } from "../../../shared/project/built-in.ts";
import { openProjectData } from "../../../shared/project/open-data.ts";
import { readProjectLink } from "../../../shared/project/project-link.ts";
import { smallManifest, smallPlan } from "../../support/project-fixtures.ts";

test("the built-in projects never change: tabs of one version meet in one project", () => {
  const ids = (["stories", "tiny"] as const).map((name) => builtInProject(name).id);
  expect(ids).toMatchInlineSnapshot(`
    [
      "50399d7981ba5d647814dd5848a40b11574dfca17517297d7f3d14fe2cd25c65",
      "f48b4672295b48be9adda259615edce2d7f493dac9655a4dbc57c590fdcdd223",
    ]
  `);
});

test("the server knows their rooms without knowing projects", () => {
  for (const name of ["stories", "tiny"] as const) expect(roomOfLink(name)).toBe(builtInProject(name).id);
  for (const nothing of [null, ""]) expect(roomOfLink(nothing)).toBe(builtInProject("stories").id);
  expect(roomOfLink("9".repeat(64))).toBe("9".repeat(64));
  for (const text of ["toString", "STORIES", "9".repeat(63)]) expect(roomOfLink(text)).toBeNull();
});

test("the data of a built-in project are what its model was made for", async () => {
  for (const name of ["stories", "tiny"] as const) {
    const dataset = await openProjectData(builtInProject(name).manifest, []);
    expect(dataset.sampleCount("train")).toBeGreaterThan(100_000);
  }
});

test("the tiny project has about 20,000 parameters", () => {
  const { parameterCount } = createModel(builtInProject("tiny").manifest.plan.model).layout;
  expect(parameterCount).toBe(19_872);
});

test("a link names a built-in project, by name or id, or one to fetch", () => {
  const [stories, tiny] = [builtInProject("stories"), builtInProject("tiny")];
  for (const text of [null, "", "stories", stories.id])
    expect(readProjectLink(text)).toEqual({ kind: "built-in", project: stories });
  for (const text of ["tiny", tiny.id])
    expect(readProjectLink(text)).toEqual({ kind: "built-in", project: tiny });
  expect(readProjectLink("9".repeat(64))).toEqual({ kind: "foreign", id: "9".repeat(64) });
  for (const text of ["toString", "9".repeat(63), "STORIES"])
    expect(readProjectLink(text)).toEqual({ kind: "unknown", text });
});

test("a model that does not fit the data is refused before it reads outside of its tables", async () => {
  const model = { ...smallPlan().model, vocabularySize: 52 } as ReturnType<typeof smallPlan>["model"];
  const misfit = openProjectData(smallManifest({ plan: smallPlan({ model }) }), []);
  await expect(misfit).rejects.toThrow("does not fit its data");
  await expect(openProjectData(smallManifest(), [])).resolves.toMatchObject({ kind: "text" });
});
