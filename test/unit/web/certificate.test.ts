/** The certificate: what it says in each language, that it can be read over the cloth, and that nothing in it can be more than text. */
import { afterEach, describe, expect, test } from "vitest";
import { FLOP_PER_CREDIT } from "../../../shared/ledger/credit-unit.ts";
import { creditText } from "../../../shared/ledger/exports/amounts.ts";
import { escapeXml } from "../../../shared/ledger/exports/xml.ts";
import { certificateSvg } from "../../../web/ledger/certificate-svg.ts";
import { messages as arabic } from "../../../web/messages/ar.json?all";
import { showCatalog } from "../../../web/messages/catalog.ts";
import { messages as german } from "../../../web/messages/de.json?all";
import { messages as english } from "../../../web/messages/en.json?all";
import type { CertificateView } from "../../../worker/ledger-views/rounds.ts";
import { exampleRounds } from "../../support/cloth-rows.ts";
import { contrast } from "../../support/contrast.ts";
import { CERTIFICATE } from "../../support/certificate-view.ts";

const LINK = "https://tabloom.example/#/verify";
const CATALOGS = { en: english, de: german, ar: arabic } as const;

const speak = (locale: keyof typeof CATALOGS) => showCatalog({ locale, messages: CATALOGS[locale] });
const draw = (view: Partial<CertificateView> = {}) => certificateSvg({ ...CERTIFICATE, ...view }, LINK);

/** What stands in it, without the marks of direction. */
const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, text]) =>
    text!.replace(/[\u2068\u2069]|<[^>]*>/g, ""),
  );

afterEach(() => showCatalog({ locale: "en", messages: english }));

describe("a certificate", () => {
  test("says what was given, by whom, when, and how to check it", () => {
    speak("en");
    const texts = textsOf(draw());
    for (const text of [
      "Certificate of contribution",
      "Mira",
      "1,204,500.00 credits",
      "57.20 more are pending until they have been audited.",
      "1,322",
      "Nov 14 – 22, 2026",
      "Nov 22, 2026",
      CERTIFICATE.projects[0]!,
      "adult-train.csv",
      `Newest receipt ${CERTIFICATE.newestReceipt}`,
      `Check it: ${LINK}`,
      "Credit has no monetary value.",
    ])
      expect(texts.map((each) => each.replace(/[\u2009\u202F]/g, " "))).toContain(text);
  });

  test("has the exact numbers for programs, and where its cloth begins and ends", () => {
    const [, metadata = ""] = /<metadata>([^<]*)</.exec(draw()) ?? [];
    const { rounds, flops, root, newestReceipt } = CERTIFICATE;
    expect(JSON.parse(metadata.replaceAll("&quot;", '"'))).toMatchObject({
      key: root,
      flops,
      credit: creditText(BigInt(flops)),
      newestReceipt,
      cloth: { rounds: 60, first: rounds[0]!.commit, last: rounds.at(-1)!.commit },
      verifyLink: LINK,
    });
  });

  test("never says more than was given", () => {
    speak("en");
    expect(textsOf(draw({ flops: `${2n * FLOP_PER_CREDIT - 1n}` }))).toContain("1.99 credits");
    expect(textsOf(draw({ flops: `${10n ** 24n}` }))).toContain("2,314,814,814,814.81 credits");
  });

  test.each([
    ["de", "1.204.500,00 Punkte", "14.–22.11.2026"],
    ["ar", null, null],
  ] as const)("speaks the language of the page: %s", (locale, credits, period) => {
    speak("en");
    const inEnglish = new Set(textsOf(draw()).filter((text) => /[a-z]{4}/.test(text)));
    speak(locale);
    const drawn = draw();
    const texts = textsOf(drawn);
    const names = new Set(["Tabloom", "Mira", ...CERTIFICATE.projects]);
    expect(texts.filter((text) => inEnglish.has(text) && !names.has(text))).toEqual([]);
    expect(drawn).toContain(`lang="${locale}"`);
    if (credits !== null) expect(texts).toContain(credits);
    if (period !== null) expect(texts).toContain(period);
    expect(drawn.includes('direction="rtl"')).toBe(locale === "ar");
  });

  test("is the same for the same records", () => {
    expect(draw()).toBe(draw({ rounds: exampleRounds(60, 6) }));
    expect(draw()).not.toBe(draw({ rounds: exampleRounds(61, 6).slice(1) }));
  });

  test("has text at 7:1 or above on the paper under it", () => {
    const drawn = draw();
    const fills = [...drawn.matchAll(/<text [^>]*fill="([^"]*)"/g)].map(([, fill]) => fill!);
    expect(fills.length).toBeGreaterThan(15);
    for (const fill of new Set(fills)) expect(contrast(fill, "#fbf9f7"), fill).toBeGreaterThanOrEqual(7);
  });

  test("of somebody whose work has not counted yet is one too, without cloth", () => {
    const nothing = {
      flops: "0",
      pendingFlops: "0",
      contributions: 0,
      activeHours: 0,
      span: null,
      projects: [],
      newestReceipt: null,
      rounds: [],
    };
    speak("en");
    const drawn = draw(nothing);
    expect(textsOf(drawn)).toContain("0.00 credits");
    expect(textsOf(drawn).join()).not.toMatch(/cloth|receipt|pending/i);
    expect(drawn).not.toContain("<pattern");
  });

  test.each([
    `<script>alert("1")</script>`,
    `"]]><!-- &lol; , tab`,
    "\u202Egnirts desrever\u2066",
    'O\'Neil, "the" <b>',
  ])("takes %j as a name, and it stays text", (name) => {
    const drawn = draw({ name, projects: [name] });
    expect(drawn).toContain(escapeXml(name.replace(/[\u202E\u2066]/g, "")).slice(0, 20));
    const bare = drawn.replace(/&(amp|lt|gt|quot|#39);/g, "");
    expect(bare).not.toMatch(/&|<script|<b>|<!--|\]\]>|[\u202A-\u202E\u2066\u2067]/);
    expect(bare).not.toMatch(/href|@import|url\((?!#)|<image|<style|<foreignObject/);
  });

  test("counts the projects that have no room", () => {
    speak("en");
    const texts = textsOf(draw({ projects: ["A", "B", "C", "D", "E"] }));
    expect(texts).toEqual(expect.arrayContaining(["A", "B", "and 3 more"]));
    expect(texts).not.toContain("C");
    expect(texts).toContain("Projects");
  });
});
