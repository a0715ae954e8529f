/** What the page asks its server of a project, and what it takes for an answer. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { countTabs } from "../../../web/run/count-tabs.ts";

const ask = vi.fn<(url: URL) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal("location", { origin: "https://tabloom.example" });
  vi.stubGlobal("fetch", ask);
});
afterEach(() => vi.unstubAllGlobals());

const answer = (body: string, status = 200) => ask.mockResolvedValue(new Response(body, { status }));

test("asks the page's own server, for the main project or another", async () => {
  answer('{"v":1,"tabs":3}');
  expect(await countTabs(null)).toBe(3);
  answer('{"v":1,"tabs":0}');
  expect(await countTabs("a&b")).toBe(0);
  expect(ask.mock.calls.map(([url]) => url.href)).toEqual([
    "https://tabloom.example/live.json",
    "https://tabloom.example/live.json?project=a%26b",
  ]);
});

test.each([400, 404])("knows by status %i that there is no count", async (status) => {
  answer("no such project", status);
  expect(await countTabs("x")).toBeNull();
});

test.each([
  "",
  "<html>",
  "null",
  '{"v":2,"tabs":3}',
  '{"v":1,"tabs":-1}',
  '{"v":1,"tabs":0.5}',
  '{"v":1,"tabs":1e99}',
  '{"v":1}',
  `{"v":1,"tabs":3${" ".repeat(300)}}`,
])("refuses %s", async (body) => {
  answer(body);
  await expect(countTabs(null)).rejects.toThrow();
});
