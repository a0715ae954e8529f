/**
 * Every state of every screen beside each other, and the table of colours, spaces and type that all of them are made of:
 * `npm run gallery`. What is shown here is what the tests for accessibility, languages and layout go through.
 */
import "../../../web/styles/page.css";
import "./gallery.css";
import { must } from "../../../shared/core/assert.ts";
import { LANGUAGES } from "../../../web/messages/language.ts";
import { LEDGER_STATES } from "./ledger-states.ts";
import { STATE_NAMES } from "./states.ts";

const CHOICES = {
  width: ["360", "768", "1440"],
  theme: ["system", "light", "dark"],
  language: [...LANGUAGES, "pseudo"],
} as const;
type Choice = keyof typeof CHOICES;

const gallery = must(document.getElementById("gallery"), "gallery.html has no #gallery");
const chosen: Record<Choice, string> = { width: "360", theme: "system", language: "en" };

const states = element("ul", "gallery-states");
gallery.append(
  element("h1", "", "Every state"),
  choices(),
  element("h2", "", "Tokens"),
  tokens(),
  element("h2", "", "States"),
  states,
);
draw();

function draw(): void {
  const shown = [...STATE_NAMES, ...Object.keys(LEDGER_STATES)].map((state) => {
    const item = element("li", "");
    const query = new URLSearchParams({ state, language: chosen.language, theme: chosen.theme });
    const frame = document.createElement("iframe");
    frame.src = `./?${query}&relay`;
    frame.title = state;
    frame.loading = "lazy";
    frame.style.inlineSize = `${chosen.width}px`;
    const link = document.createElement("a");
    link.href = frame.src;
    link.textContent = state;
    item.append(link, frame);
    return item;
  });
  states.replaceChildren(...shown);
}

function choices(): HTMLElement {
  const row = element("p", "gallery-choices");
  for (const [name, options] of Object.entries(CHOICES) as [Choice, readonly string[]][]) {
    const label = element("label", "", `${name} `);
    const select = document.createElement("select");
    select.append(...options.map((option) => new Option(option, option, false, option === chosen[name])));
    select.addEventListener("change", () => {
      chosen[name] = select.value;
      draw();
    });
    label.append(select);
    row.append(label);
  }
  return row;
}

/** As the style sheets declare them for the whole page. */
function tokens(): HTMLElement {
  const names = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSStyleRule && rule.selectorText === ":root")
    .flatMap((rule) => [...(rule as CSSStyleRule).style].filter((name) => name.startsWith("--")));
  const list = element("ul", "gallery-tokens");
  for (const name of new Set(names)) {
    const item = element("li", "", name);
    const sample = element("div", "");
    const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    if (CSS.supports("color", value)) {
      sample.className = "gallery-swatch";
      sample.style.background = `var(${name})`;
    } else if (name.startsWith("--space")) {
      sample.className = "gallery-space";
      sample.style.inlineSize = `var(${name})`;
    } else if (name.startsWith("--font")) {
      sample.textContent = "The cloth, 1,204";
      sample.style.fontFamily = `var(${name})`;
    } else if (name.startsWith("--size")) {
      sample.textContent = "Ag 12";
      sample.style.fontSize = `var(${name})`;
    } else if (name.startsWith("--radius")) {
      sample.className = "gallery-swatch";
      sample.style.borderRadius = `var(${name})`;
    } else {
      sample.textContent = value;
    }
    item.append(sample);
    list.append(item);
  }
  return list;
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
