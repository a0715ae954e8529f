/** A text of a project that is to be, and the tokenizer.json beside it. */
import { describe, expect, test } from "vitest";
import { tell } from "../../../shared/problems/problem.ts";
import { messages } from "../../../web/messages/en.json?all";
import { showCatalog } from "../../../web/messages/catalog.ts";
import { CreateDesk } from "../../../web/projects/create-desk.ts";
import { asTokenizer } from "../../../web/projects/create-files.ts";
import type { TrialLink } from "../../../web/projects/create-trial-link.ts";
import { scriptTrial, TEXT_LOOK } from "../../support/scripted-projects.ts";

showCatalog({ locale: "en", messages });

const FILE = new File(["Once upon a time."], "old_tales.txt");
const TOKENIZER = new File(["{}"], "tokenizer.json");
const settled = () => new Promise((resolve) => setImmediate(resolve));
const openDesk = (part: Partial<TrialLink> = {}) => ({ desk: new CreateDesk(async () => scriptTrial(part)) });

describe("files", () => {
  test("may be a text and its tokenizer.json, in any order; the title is the text's", async () => {
    const { desk } = openDesk();
    desk.chooseFiles([TOKENIZER, FILE]);
    await settled();
    expect(desk.view()).toMatchObject({ files: [FILE, TOKENIZER], words: { title: "old tales" } });
  });

  test("go together when the tokenizer.json comes later, and apart again", async () => {
    const looked: string[][] = [];
    const { desk } = openDesk({
      look: async (files) => {
        looked.push(files.map(({ name }) => name));
        return { ok: true, value: TEXT_LOOK };
      },
    });
    for (const files of [[FILE], [TOKENIZER], [new File(["{}"], "my-tokenizer.json")]]) {
      desk.chooseFiles(files);
      await settled();
    }
    desk.dropTokenizer();
    await settled();
    expect(looked).toEqual([
      ["old_tales.txt"],
      ["old_tales.txt", "tokenizer.json"],
      ["old_tales.txt", "my-tokenizer.json"],
      ["old_tales.txt"],
    ]);
  });

  test("stay when a tokenizer.json is refused", async () => {
    const problem = tell("data.tokenizer-no-json");
    const { desk } = openDesk({
      look: async (files) => (files.length === 1 ? { ok: true, value: TEXT_LOOK } : { ok: false, problem }),
    });
    desk.chooseFiles([FILE]);
    await settled();
    desk.chooseFiles([TOKENIZER]);
    await settled();
    expect(desk.view()).toMatchObject({
      files: [FILE],
      look: { kind: "looked" },
      refusedTokenizer: { problem },
    });
    desk.chooseFiles([FILE]);
    await settled();
    expect(desk.view().refusedTokenizer).toBeNull();
  });

  test("that are chosen as a tokenizer are one, whatever their name", () => {
    expect(asTokenizer(TOKENIZER)).toBe(TOKENIZER);
    expect(asTokenizer(new File(["{}"], "merges.json")).name).toBe("tokenizer.json");
  });
});
