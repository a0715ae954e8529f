/** The messages of the language that is shown. English comes with the page, and stands in where another language lacks one. */
import type { CompiledMessage } from "icu-minify/format";
import { createStore } from "../ledger/store.ts";
import { messages as pageMessages } from "./en.json?page";
import type problems from "../../shared/problems/en.json";
import type en from "./en.json";

export type MessageId =
  | keyof typeof en.page
  | keyof typeof en.screens
  | keyof typeof en.claim
  | keyof typeof problems.problems;
export type Messages = Readonly<Partial<Record<MessageId, CompiledMessage>>>;

export interface Catalog {
  /** For Intl: a BCP 47 tag. */
  readonly locale: string;
  readonly messages: Messages;
}

const store = createStore<Catalog>({ locale: "en", messages: {} });
let english: Messages = pageMessages;

/** What a part of the page brings that is loaded later. */
export function addEnglish(messages: Messages): void {
  english = { ...english, ...messages };
}

export const { view: currentCatalog, subscribe: subscribeToCatalog, show: showCatalog } = store;

/** The message, and the language that it is in. */
export function findMessage(id: MessageId): { readonly message: CompiledMessage; readonly locale: string } {
  const { locale, messages } = store.view();
  const translated = messages[id];
  return translated === undefined
    ? { message: english[id] ?? id, locale: "en" }
    : { message: translated, locale };
}
