import type { IdentityView } from "../../../worker/ledger-api.ts";
import { say } from "../../messages/say.ts";

/** What asks before it replaces somebody. */
export const replaceQuestion = ({ name, hasPhrase }: IdentityView): string =>
  say("restore.question", { name, words: hasPhrase ? "kept" : "gone" });
