/** The certificate as a browser draws it: everything that is written has its own calm place, in every language, beside the cloth. */
import { afterEach, expect, test } from "vitest";
import { certificateSvg } from "../../web/ledger/certificate-svg.ts";
import { svgToPng } from "../../web/ledger/svg-to-png.ts";
import { messages as arabic } from "../../web/messages/ar.json?all";
import { showCatalog } from "../../web/messages/catalog.ts";
import { messages as german } from "../../web/messages/de.json?all";
import { messages as english } from "../../web/messages/en.json?all";
import type { CertificateView } from "../../worker/ledger-views/rounds.ts";
import { exampleRounds } from "../support/cloth-rows.ts";
import { CERTIFICATE } from "../support/certificate-view.ts";

const CATALOGS = { en: english, de: german, ar: arabic } as const;
const LINK = "https://tabloom.example/#/verify";
const ISSUED_AT = CERTIFICATE.issuedAt;

/** As wide as anything in it can be. */
const WIDEST: Partial<CertificateView> = {
  name: "W".repeat(40),
  flops: `${10n ** 24n}`,
  pendingFlops: `${10n ** 24n}`,
  contributions: 123_456_789,
  activeHours: 876_543,
  span: { from: ISSUED_AT - 400 * 86_400, to: ISSUED_AT },
  projects: ["M".repeat(60), "نسيج من القرية ونسّاجوها", "C", "D"],
  rounds: exampleRounds(3, 2),
};

let home: HTMLElement | null = null;
afterEach(() => {
  home?.remove();
  showCatalog({ locale: "en", messages: english });
});

function draw(locale: keyof typeof CATALOGS, view: Partial<CertificateView>, link = LINK): SVGSVGElement {
  showCatalog({ locale, messages: CATALOGS[locale] });
  home = document.createElement("div");
  home.style.inlineSize = "1123px";
  home.innerHTML = certificateSvg({ ...CERTIFICATE, ...view }, link);
  document.body.append(home);
  return home.querySelector("svg")!;
}

const CASES = (["en", "de", "ar"] as const).flatMap(
  (locale) =>
    [
      [locale, "an ordinary one", {}, LINK],
      [locale, "the widest one", WIDEST, `https://${"a-long-name.".repeat(12)}example/#/verify`],
    ] as const,
);

test.each(CASES)("in %s, %s keeps its words apart, and off the cloth", (locale, _, view, link) => {
  const svg = draw(locale, view, link);
  const texts = [...svg.querySelectorAll("text")].map((text) => ({
    text: text.textContent,
    box: text.getBBox(),
  }));
  const [start, end] = locale === "ar" ? [1123 - 936, 1123 - 80] : [80, 936];
  for (const { text, box } of texts) {
    expect(box.x, text).toBeGreaterThanOrEqual(start);
    expect(box.x + box.width, text).toBeLessThanOrEqual(end);
  }
  const overlaps = texts.flatMap((a, index) =>
    texts
      .slice(index + 1)
      .filter((b) => Math.min(right(a), right(b)) > Math.max(a.box.x, b.box.x) + 1 && isSameLine(a, b))
      .map((b) => `${a.text} and ${b.text}`),
  );
  expect(overlaps).toEqual([]);
});

interface Placed {
  readonly box: DOMRect;
}

const right = ({ box }: Placed) => box.x + box.width;
/** Line boxes of neighbours may touch by what no letter fills. */
const isSameLine = (a: Placed, b: Placed) => {
  const shared = Math.min(a.box.y + a.box.height, b.box.y + b.box.height) - Math.max(a.box.y, b.box.y);
  return shared > 0.35 * Math.min(a.box.height, b.box.height);
};

test("has the own threads in the strong colour, at the end of the line", async () => {
  for (const locale of ["en", "ar"] as const) {
    showCatalog({ locale, messages: CATALOGS[locale] });
    const picture = await createImageBitmap(await svgToPng(certificateSvg(CERTIFICATE, LINK)));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const chromaAt = (x: number, y: number) => {
      const { data } = context.getImageData(2 * x, 2 * y, 12, 12);
      const means = [0, 1, 2].map((channel) =>
        data.filter((_, at) => at % 4 === channel).reduce((a, b) => a + b, 0),
      );
      return (Math.max(...means) - Math.min(...means)) / 144;
    };
    const [cloth, paper] = locale === "ar" ? [90, 1020] : [1020, 90];
    expect(chromaAt(cloth, 100)).toBeGreaterThan(90); // the first rounds were the visitor's alone
    expect(chromaAt(paper, 60)).toBeLessThan(10);
  }
});
