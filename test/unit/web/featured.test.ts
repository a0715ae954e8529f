import { describe, expect, test } from "vitest";
import { FeaturedError, parseFeatured } from "../../../web/projects/directory-featured.ts";

const ID = "3b".repeat(32);

describe("the list that a server features", () => {
  test("is taken as it is when every entry is well-formed", () => {
    const list = [
      { link: ID, title: "Birds", origin: "https://birds.example" },
      { link: "tiny", title: "T" },
    ];
    expect(parseFeatured(JSON.stringify(list))).toEqual(list);
  });

  test.for([
    "<!doctype html>",
    '{"projects":[]}',
    `[{"link":"${ID}"}]`,
    `[{"link":"//evil.example","title":"x"}]`,
    `[{"link":"${ID}","title":"x","origin":"javascript:alert(1)"}]`,
    `[{"link":"${ID}","title":"x","origin":"https://user:word@birds.example"}]`,
    `[{"link":"${ID}","title":"a\\u202Eb"}]`,
    `[{"link":"${ID}","title":"x","question":"${"x".repeat(201)}"}]`,
  ])("is refused as %s", (text) => {
    expect(() => parseFeatured(text)).toThrow(FeaturedError);
  });
});
