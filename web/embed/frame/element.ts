/** Elements in one expression: all that the frame needs of a library for that. */

type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A link to Tabloom itself, in a tab of its own. */
export const outLink = (text: string, href: string) =>
  element("a", { href, target: "_blank", rel: "noopener" }, text);

/** @param name of its class: "main" for the one that begins something, "stop" */
export const button = (text: string, name: string, onClick: (click: MouseEvent) => void) => {
  const made = element("button", { type: "button", className: name }, text);
  made.addEventListener("click", onClick);
  return made;
};

/** A box to tick, and its text. */
export function tickBox(text: string): { readonly label: HTMLElement; readonly box: HTMLInputElement } {
  const box = element("input", { type: "checkbox" });
  return { label: element("label", {}, box, text), box };
}
