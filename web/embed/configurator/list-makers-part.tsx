/** For the maintainers of filter lists: what runs when, how to see it, and what is promised. */
import { FRAME_PATH, LOADER_PATH, SWITCH_PATH } from "../../../shared/protocol/embed.ts";
import { Part } from "../../components/part.tsx";
import { say, sayWith } from "../../messages/say.ts";

const FACTS = ["before", "after", "paths", "removal"] as const;

export function ListMakersPart({ base }: { readonly base: string }) {
  const paths = [FRAME_PATH, LOADER_PATH, SWITCH_PATH].map((path) => new URL(`.${path}`, base).pathname);
  return (
    <Part className="embed-part" title={say("widget.lists")} testId="embed-lists">
      <ul className="rules">
        {FACTS.map((fact) => (
          <li key={fact}>{say(`widget.lists.${fact}`, { paths: `\u2066${paths.join(", ")}\u2069` })}</li>
        ))}
      </ul>
      <p className="note">{sayWith("widget.lists.contact", { sites: <a href="#/sites" /> })}</p>
    </Part>
  );
}
