import { describe, expect, it } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { PEOPLE } from "../../../shared/data/story-cast.ts";
import { createTextDataset } from "../../../shared/data/text.ts";
import { utf8 } from "./data-fixtures.ts";

const TEXT = generateStories();
const STORIES = TEXT.trimEnd().split("\n\n");
/** What somebody says, and everything else. */
const PROSE = TEXT.replace(/"[^"]*"/g, '""');

describe("the stories", () => {
  it("are the same bytes everywhere", () => {
    // Changing a word of the stories changes this hash, and restarts what was learned from them.
    expect(hashOf(utf8(TEXT))).toBe("b219a79701886a5b1b0fe8867105a6c47ffc759ffa4e252f85c826b5131649cd");
  });

  it("follow the seed and the wanted length", () => {
    expect(generateStories({ seed: "a", characterCount: 5000 })).toBe(
      generateStories({ seed: "a", characterCount: 5000 }),
    );
    expect(generateStories({ seed: "a", characterCount: 5000 })).not.toBe(
      generateStories({ seed: "b", characterCount: 5000 }),
    );
    for (const characterCount of [1, 5000, 50_000]) {
      const { length } = generateStories({ characterCount });
      expect(length).toBeGreaterThanOrEqual(characterCount);
      expect(length).toBeLessThan(characterCount + 2000);
    }
  });

  it("begin with the same stories at every length", () =>
    expect(TEXT.startsWith(generateStories({ characterCount: 20_000 }))).toBe(true));

  it("differ from each other", () => {
    expect(STORIES.length).toBeGreaterThan(1500);
    expect(new Set(STORIES).size).toBeGreaterThan(STORIES.length * 0.99);
  });

  it("use few characters and few words", () => {
    expect(new Set(TEXT).size).toBeLessThan(60);
    expect(new Set(TEXT.toLowerCase().match(/[a-z]+/g)).size).toBeLessThan(750);
    expect(createTextDataset(TEXT, { blockSize: 64 }).task).toMatchObject({
      vocabularySize: new Set(TEXT).size,
    });
  });

  it("leave no gap in a sentence", () => {
    expect(TEXT).not.toMatch(/[{}]|undefined| {2}| [.,!?]/);
    expect(STORIES.every((story) => /^[A-Z"].*[.!?"]$/.test(story))).toBe(true);
  });

  it('say "a" and "an" by the sound that follows', () => {
    expect(TEXT).not.toMatch(/\b[Aa] [aeiou]/);
    expect(TEXT.replaceAll("an hour", "")).not.toMatch(/\b[Aa]n [^aeiou]/);
  });

  it("begin every sentence with a capital", () => {
    expect(PROSE).not.toMatch(/[.!?] [a-z]/);
    // What somebody says begins with a capital too, unless "she said" interrupts it.
    expect(TEXT).not.toMatch(/[.!?] "[a-z]/);
    expect(TEXT).not.toMatch(/"[^"]*[.!?] [a-z][^"]*"/);
  });

  it("close every quotation", () => {
    expect(STORIES.every((story) => (story.match(/"/g) ?? []).length % 2 === 0)).toBe(true);
  });

  it("call nobody by the wrong pronoun", () => {
    // In a story with people of one pronoun only, the other one does not occur outside of what they say.
    for (const story of STORIES.slice(0, 500)) {
      const present = PEOPLE.filter(({ name }) => story.includes(name));
      const pronouns = new Set(present.map(({ pronoun }) => pronoun));
      const prose = story.replace(/"[^"]*"/g, "");
      if (!pronouns.has("she")) expect(prose).not.toMatch(/\b([Ss]he|[Hh]er)\b/);
      if (!pronouns.has("he")) expect(prose).not.toMatch(/\b([Hh]e|[Hh]is|him)\b/);
    }
  });

  it("never teach people what they know", () => {
    for (const { name, knows } of PEOPLE) {
      if (knows !== undefined) expect(TEXT).not.toContain(`${name} could ${knows}!`);
    }
  });
});
