/** What a browser, a library or a stranger said about a problem, in their words; nothing where they said nothing. */
import { sayWith } from "../messages/say.ts";
import { WorkerText } from "./worker-text.tsx";

const TAGS = { said: <WorkerText /> };

export const SaidDetail = ({ detail }: { readonly detail: string }) =>
  detail !== "" && <p className="note">{sayWith("problem.detail", TAGS, { detail })}</p>;
