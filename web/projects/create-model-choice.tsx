/** The models that can learn the data, each with what it asks of everybody who trains it. */
import type { ModelName } from "../../shared/training/defaults.ts";
import type { DataLook, ModelOffer } from "../../worker/trial-api.ts";
import { say } from "../messages/say.ts";
import { formatAboutSize, formatFileSize } from "../text/format.ts";
import { modelLabel } from "../text/model-name.ts";

interface CreateModelChoiceProps {
  readonly data: DataLook;
  readonly model: ModelName | null;
  readonly onChange: (model: ModelName) => void;
}

export const CreateModelChoice = ({ data, model, onChange }: CreateModelChoiceProps) => (
  <section className="create-part">
    <fieldset className="offers">
      <legend>{say("create.model")}</legend>
      {data.models.map((offer) => (
        <OfferRow
          key={offer.name}
          offer={offer}
          isChosen={offer.name === model}
          isAlone={data.models.length === 1}
          onChoose={() => onChange(offer.name)}
        />
      ))}
    </fieldset>
  </section>
);

interface OfferRowProps {
  readonly offer: ModelOffer;
  readonly isChosen: boolean;
  readonly isAlone: boolean;
  readonly onChoose: () => void;
}

const OfferRow = ({ offer, isChosen, isAlone, onChoose }: OfferRowProps) => (
  <label className="offer-row">
    <input
      type="radio"
      name="create-model"
      value={offer.name}
      checked={isChosen}
      data-testid={`create-model-${offer.name}`}
      onChange={onChoose}
    />
    <span>
      <span className="offer-name">{modelLabel(offer.name)}</span>
      {offer.isRecommended && !isAlone && <span className="note">{say("create.model.recommended")}</span>}
      <span className="note offer-cost">{costOf(offer)}</span>
    </span>
  </label>
);

const costOf = ({ parameterCount, updateBytes, memoryBytes, stepFlops }: ModelOffer): string =>
  say("create.model.cost", {
    count: parameterCount,
    update: formatFileSize(updateBytes),
    memory: formatAboutSize(memoryBytes),
    device: deviceFor(stepFlops),
  });

/** One thread of an ordinary laptop's processor, measured with these models (FLOP/s). */
const LAPTOP_THREAD = 20e9;
/** A round needs a dozen steps to be worth its exchange; a phone's thread has about a quarter of a laptop's speed. */
const PHONE_STEP_S = 0.1;
const LAPTOP_STEP_S = 1;

function deviceFor(stepFlops: number): "any" | "laptop" | "graphics" {
  const seconds = stepFlops / LAPTOP_THREAD;
  if (seconds <= PHONE_STEP_S) return "any";
  return seconds <= LAPTOP_STEP_S ? "laptop" : "graphics";
}
