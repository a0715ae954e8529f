/** How the widget is to look, and how much it may use. */
import { useId } from "react";
import type { EmbedChoice } from "../../../shared/protocol/embed-snippet.ts";
import type { FrameSize } from "../../../shared/protocol/frame-look.ts";
import { Part } from "../../components/part.tsx";
import { Segments } from "../../components/segments.tsx";
import { LANGUAGE_NAMES, LANGUAGES, isLanguage } from "../../messages/language.ts";
import { say } from "../../messages/say.ts";
import { formatCount } from "../../text/format.ts";
import { FRAME_DATA_CAP_MB } from "../frame/frame-options.ts";

const SIZES: readonly FrameSize[] = ["button", "bar", "card"];
const THEMES = ["auto", "light", "dark"] as const;
/** Megabytes an hour. */
const CAPS = [10, 25, FRAME_DATA_CAP_MB];

interface ChoicePartProps {
  readonly choice: EmbedChoice;
  readonly onChange: (choice: EmbedChoice) => void;
}

export function ChoicePart({ choice, onChange }: ChoicePartProps) {
  const languageId = useId();
  const capId = useId();
  const change = (part: Partial<EmbedChoice>) => onChange({ ...choice, ...part });
  return (
    <Part className="embed-part" title={say("widget.choice")} testId="embed-choice">
      <Segments
        legend={say("widget.size")}
        nameOf={(size) => say(`widget.size.${size}`)}
        options={SIZES}
        chosen={choice.size}
        onChange={(size) => change({ size })}
        testId="embed-size"
      />
      <Segments
        legend={say("widget.theme")}
        nameOf={(theme) => say(`widget.theme.${theme}`)}
        options={THEMES}
        chosen={choice.theme ?? "auto"}
        onChange={(theme) => change({ theme })}
        testId="embed-theme"
      />
      <div className="field">
        <label htmlFor={languageId}>{say("widget.language")}</label>
        <select
          id={languageId}
          value={choice.lang ?? ""}
          data-testid="embed-language"
          onChange={({ target: { value } }) => change({ lang: isLanguage(value) ? value : null })}
        >
          <option value="">{say("widget.language.own")}</option>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={capId}>{say("widget.cap")}</label>
        <select
          id={capId}
          value={String(choice.cap ?? FRAME_DATA_CAP_MB)}
          data-testid="embed-cap"
          onChange={({ target: { value } }) =>
            change({ cap: Number(value) < FRAME_DATA_CAP_MB ? Number(value) : null })
          }
        >
          {CAPS.map((cap) => (
            <option key={cap} value={String(cap)}>
              {say("widget.cap.megabytes", { megabytes: formatCount(cap) })}
            </option>
          ))}
        </select>
      </div>
      <p className="note">{say("widget.cap-note")}</p>
    </Part>
  );
}
