import { expect, test } from "vitest";
import "../../../web/messages/english-of-screens.ts";
import { hrefOfSite, siteInPath } from "../../../web/ledger/site-address.ts";
import { parseScreen } from "../../../web/screens/screen-address.ts";
import { siteName, sitesAsOfWords, sitesCountWords } from "../../../web/ledger/text/site-text.ts";
import { exampleSites, NO_SITES, sitesOf } from "../../support/site-views.ts";

/** As wouter gives a fragment. */
const pathOf = (href: string) => `/${href.replace(/^#?\/?/, "")}`;

test.each(["https://herons.example", "http://localhost:8080", "http://[2001:db8::1]:3000"])(
  "the address of %s leads back to it",
  (site) => {
    expect(siteInPath(pathOf(hrefOfSite(site)))).toBe(site);
    expect(parseScreen(hrefOfSite(site)).screen).toBe("sites");
  },
);

test.each([
  "/sites",
  "/sites?",
  "/sites?site=",
  "/sites?site=herons.example",
  "/sites?site=https%3A%2F%2Fherons.example%2Fpath",
  "/sites?site=javascript%3Aalert(1)",
  "/sites?site=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
  "/sites?site=%E0%A4%A",
  `/sites?site=https://${"a".repeat(5000)}.example`,
  "/sites?other=https%3A%2F%2Fherons.example",
])("%s names no site", (path) => {
  expect(siteInPath(path)).toBeNull();
});

test("a site is called by its name, and by all of it where it is not encrypted", () => {
  expect(siteName("https://herons.example:8443")).toBe("herons.example:8443");
  expect(siteName("http://herons.example")).toBe("http://herons.example");
});

test("the screen says what its figures are made of, and how many there are", () => {
  const rows = exampleSites(1_795_000_000);
  const all = sitesOf(1_795_000_000, rows, { receiptCount: 1 });
  expect(sitesAsOfWords(all, "all")).toMatch(/, from 1 receipt\.$/);
  const many = { ...all, receiptCount: 2, closedCount: 5 };
  expect(sitesAsOfWords(many, "all")).toMatch(/from 2 receipts\. Others’ receipts older than \d+ days/);
  expect(sitesAsOfWords(many, "30d")).toMatch(/, from 2 receipts\.$/);
  expect(sitesAsOfWords(NO_SITES, "all")).toBe("");
  expect(sitesCountWords(all)).toBe("5 sites");
  expect(sitesCountWords({ ...all, rowCount: 1_204 })).toBe("5 of 1,204 sites");
});
