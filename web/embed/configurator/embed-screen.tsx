/** For people with a page of their own: the widget as it will look, the lines to copy, and whether their page's headers allow it. */
import "../../messages/english-of-screens.ts";
import "../../styles/forms.css";
import "./embed-screen.css";
import { type ComponentType, useState } from "react";
import type { EmbedChoice } from "../../../shared/protocol/embed-snippet.ts";
import type { ScreenParts, ScreenProps } from "../../screens/screen-code.ts";
import { BadgePart } from "./badge-part.tsx";
import { ChoicePart } from "./choice-part.tsx";
import { HeaderPart } from "./header-part.tsx";
import { ListMakersPart } from "./list-makers-part.tsx";
import { PreviewPart } from "./preview-part.tsx";
import { RulesPart } from "./rules-part.tsx";
import { SnippetPart } from "./snippet-part.tsx";

/** Where this page is served, with a slash at the end. */
const here = (): string => new URL(".", location.href.split(/[?#]/, 1)[0]).href;

export function createEmbedScreen({ address }: ScreenParts): ComponentType<ScreenProps> {
  const base = here();
  return () => {
    const [choice, setChoice] = useState<EmbedChoice>({ size: "card", project: address.link() });
    return (
      <>
        <div className="setup">
          <ChoicePart choice={choice} onChange={setChoice} />
        </div>
        <div className="run">
          <PreviewPart base={base} choice={choice} />
          <SnippetPart base={base} choice={choice} />
          <HeaderPart base={base} />
          <BadgePart base={base} project={choice.project ?? null} />
          <RulesPart />
          <ListMakersPart base={base} />
        </div>
      </>
    );
  };
}
