/** The widget itself, at its real size. It works: whoever presses Start in it donates. */
import { type EmbedChoice, frameAddress, plainHeight } from "../../../shared/protocol/embed-snippet.ts";
import { FRAME_SANDBOX, FRAME_SIZES, FRAME_TITLE } from "../../../shared/protocol/frame-look.ts";
import { Part } from "../../components/part.tsx";
import { say } from "../../messages/say.ts";

interface PreviewPartProps {
  readonly base: string;
  readonly choice: EmbedChoice;
}

export function PreviewPart({ base, choice }: PreviewPartProps) {
  const { width } = FRAME_SIZES[choice.size];
  return (
    <Part className="embed-part" title={say("widget.preview")} testId="embed-preview">
      <iframe
        className="embed-preview"
        src={frameAddress(base, choice)}
        title={FRAME_TITLE}
        sandbox={FRAME_SANDBOX}
        style={{ blockSize: plainHeight(choice.size, 0), inlineSize: width }}
      />
      <p className="note">{say("widget.preview-note")}</p>
    </Part>
  );
}
