/** What is typed into the form that tries a model, while its examples come and go. */
import { createRoot, type Root } from "react-dom/client";
import { flushSync } from "react-dom";
import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { ModelDesk } from "../../web/projects/project-desk.ts";
import { RowTrial } from "../../web/projects/project-trial-row.tsx";
import { SeriesTrial } from "../../web/projects/project-trial-series.tsx";
import type { ModelApi } from "../../worker/model-api.ts";
import { draw } from "../support/draw.ts";

let root: Root | null = null;
let home: HTMLElement | null = null;
afterEach(() => {
  root?.unmount();
  home?.remove();
});

/** A model whose examples come when the test wants it. */
function openDesk() {
  const waiting: (() => void)[] = [];
  const api = {
    example: async (_link: string | null, turn: number) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { kind: "answer", value: { kind: "row", cells: [`${turn}.5`, `${turn}.25`], truth: "1" } };
    },
  } as unknown as ModelApi;
  const desk = {
    ask: async (question: (api: ModelApi) => Promise<{ value: unknown }>) => (await question(api)).value,
  } as unknown as ModelDesk;
  const answer = async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.shift()!();
  };
  return { desk, answer };
}

function show(form: React.ReactNode): void {
  home = document.createElement("div");
  document.body.append(home);
  root = createRoot(home);
  flushSync(() => root?.render(form));
}

const fields = () => [...home!.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
const values = () => fields().map(({ value }) => value);
const another = () => home!.querySelector<HTMLElement>("button[type=button]")!;

const COLUMNS = ["length", "width"].map((name) => ({ kind: "numeric", name }) as const);

test("cells that are typed before the first row has come stay", async () => {
  const { desk, answer } = openDesk();
  show(<RowTrial desk={desk} link={null} target="kind" columns={COLUMNS} />);
  await userEvent.fill(fields()[1]!, "7");
  await answer();
  await expect.poll(() => values()[0]).toBe("0.5");
  expect(values()).toEqual(["0.5", "7"]);
  await userEvent.click(another());
  await answer();
  await expect.poll(values).toEqual(["1.5", "1.25"]);
});

test("so do the values of a series", async () => {
  const { desk, answer } = openDesk();
  show(<SeriesTrial desk={desk} link={null} target="level" window={2} />);
  await userEvent.fill(fields()[0]!, "3 4");
  await answer();
  await draw(3);
  expect(values()).toEqual(["3 4"]);
  await userEvent.click(another());
  await answer();
  await expect.poll(values).toEqual(["1.5 1.25"]);
});
