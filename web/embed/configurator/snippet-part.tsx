/** The lines for the page, in the three ways in which a page can take them. */
import { useState } from "react";
import {
  iframeSnippet,
  linkSnippet,
  loaderSnippet,
  type EmbedChoice,
} from "../../../shared/protocol/embed-snippet.ts";
import { Part } from "../../components/part.tsx";
import { Segments } from "../../components/segments.tsx";
import { say } from "../../messages/say.ts";
import { CodeLines } from "./code-lines.tsx";
import { type Integrity, useIntegrity } from "./use-integrity.ts";

const WAYS = ["loader", "frame", "link"] as const;
type Way = (typeof WAYS)[number];

interface SnippetPartProps {
  readonly base: string;
  readonly choice: EmbedChoice;
}

export function SnippetPart({ base, choice }: SnippetPartProps) {
  const [way, setWay] = useState<Way>("loader");
  const integrity = useIntegrity(base);
  return (
    <Part className="embed-part" title={say("widget.snippet")} testId="embed-snippet">
      <Segments
        legend={say("widget.way")}
        nameOf={(each) => say(`widget.way.${each}`)}
        options={WAYS}
        chosen={way}
        onChange={setWay}
        testId="embed-way"
      />
      <p className="note">{say(`widget.way.${way}.note`)}</p>
      <CodeLines
        text={linesFor(way, base, choice, integrity)}
        what={say("widget.snippet")}
        testId="embed-lines"
      />
      {way === "loader" && integrity.kind === "unknown" && (
        <p className="note" role="status">
          {say("widget.integrity-unknown")}
        </p>
      )}
    </Part>
  );
}

function linesFor(way: Way, base: string, choice: EmbedChoice, integrity: Integrity): string {
  if (way === "frame") return iframeSnippet(base, choice);
  if (way === "link") return linkSnippet(base, choice.project);
  return loaderSnippet(base, choice, integrity.kind === "known" ? integrity.text : "");
}
