/** A picture, drawn or chosen, and what the model takes it for. */
import { useId, useState } from "react";
import type { TrialForm } from "../../worker/model-api.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say } from "../messages/say.ts";
import { DrawingField } from "./drawing-field.tsx";
import { emptyDrawing, inverted, isEmpty } from "./drawing.ts";
import { ProjectPrediction } from "./project-prediction.tsx";
import type { ModelProps } from "./project-screen-props.ts";
import { readPicture } from "./read-picture.ts";
import { usePrediction } from "./use-prediction.ts";

type ImageTrialProps = ModelProps & Omit<Extract<TrialForm, { readonly kind: "images" }>, "kind">;

export function ImageTrial({ desk, link, width, height }: ImageTrialProps) {
  const noteId = useId();
  const size = { width, height };
  const { predict, ...answer } = usePrediction(desk);
  const [pixels, setPixels] = useState(() => emptyDrawing(size));
  const [truth, setTruth] = useState("");
  const [turn, setTurn] = useState(0);
  const [isRefused, setIsRefused] = useState(false);
  const show = (next: Uint8Array, answerOfNext = "") => {
    setPixels(next);
    setTruth(answerOfNext);
    setIsRefused(false);
    predict(isEmpty(next) ? null : (api) => api.classify(link, next));
  };
  const showExample = () => {
    setTurn(turn + 1);
    desk
      .ask((api) => api.example(link, turn))
      .then(
        (example) => example.kind === "pixels" && show(example.pixels, example.truth),
        () => predict((api) => api.classify(link, pixels)), // which says what is wrong
      );
  };
  const choose = ([file]: Iterable<File>) => {
    if (file === undefined) return;
    readPicture(file, size).then(
      (read) => show(read),
      () => setIsRefused(true),
    );
  };
  return (
    <div className="trial">
      <div className="trial-form">
        <DrawingField {...{ pixels, width, height, noteId }} onDraw={(next) => show(next)} />
        <p className="note" id={noteId}>
          {say("project-screen.try.drawing-how")}
        </p>
        <div className="buttons">
          <TrialButton name="clear" onPress={() => show(emptyDrawing(size))} />
          <TrialButton name="invert" onPress={() => show(inverted(pixels))} />
          <TrialButton name="another-picture" onPress={showExample} />
          <PictureInput onChoose={choose} />
        </div>
        {isRefused && (
          <ProblemPanel
            problem={{ title: say("action.refused"), advice: say("project-screen.try.no-picture") }}
          />
        )}
      </div>
      <ProjectPrediction {...answer} target="" truth={truth} />
    </div>
  );
}

interface TrialButtonProps {
  readonly name: "clear" | "invert" | "another-picture";
  readonly onPress: () => void;
}

const TrialButton = ({ name, onPress }: TrialButtonProps) => (
  <button type="button" className="button" data-testid={`drawing-${name}`} onClick={onPress}>
    {say(`project-screen.try.${name}`)}
  </button>
);

function PictureInput({ onChoose }: { readonly onChoose: (files: Iterable<File>) => void }) {
  const inputId = useId();
  return (
    <span className="picture-input">
      <input
        id={inputId}
        type="file"
        accept="image/*"
        className="visually-hidden"
        data-testid="picture-input"
        onChange={({ currentTarget }) => {
          onChoose([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // so that choosing the same file again is a change
        }}
      />
      <label className="button" htmlFor={inputId}>
        {say("project-screen.try.choose-picture")}
      </label>
    </span>
  );
}
