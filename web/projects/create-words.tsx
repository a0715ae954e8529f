/** What its maker says of a project: strangers read it before they give their computer's time. */
import { useId } from "react";
import { LICENCE_LENGTH, PROJECT_NAME_LENGTH, QUESTION_LENGTH } from "../../shared/project/manifest.ts";
import { say } from "../messages/say.ts";
import type { LicenceChoice, Words } from "./create-view.ts";

interface CreateWordsProps {
  readonly words: Words;
  readonly onChange: (part: Partial<Words>) => void;
}

export function CreateWords({ words, onChange }: CreateWordsProps) {
  const headingId = useId();
  return (
    <section className="create-part create-words" aria-labelledby={headingId}>
      <h3 id={headingId}>{say("create.words")}</h3>
      <LineField
        label={say("create.title")}
        value={words.title}
        maximum={PROJECT_NAME_LENGTH}
        isRequired
        testId="create-title"
        onChange={(title) => onChange({ title })}
      />
      <LineField
        label={say("create.question")}
        value={words.question}
        maximum={QUESTION_LENGTH}
        testId="create-question"
        onChange={(question) => onChange({ question })}
      />
      <LicenceField licence={words.licence} onChange={(licence) => onChange({ licence })} />
      {words.licence === "other" && (
        <LineField
          label={say("create.licence.text")}
          value={words.otherLicence}
          maximum={LICENCE_LENGTH}
          isRequired
          testId="create-licence-text"
          onChange={(otherLicence) => onChange({ otherLicence })}
        />
      )}
    </section>
  );
}

interface LineFieldProps {
  readonly label: string;
  readonly value: string;
  /** UTF-16 units. */
  readonly maximum: number;
  readonly isRequired?: boolean;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

function LineField({ label, value, maximum, isRequired = false, testId, onChange }: LineFieldProps) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{label}</label>
      <input
        id={inputId}
        dir="auto"
        value={value}
        maxLength={maximum}
        required={isRequired}
        autoComplete="off"
        data-testid={testId}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}

const LICENCES = ["cc0", "cc-by", "own", "other"] as const satisfies readonly LicenceChoice[];

function LicenceField({
  licence,
  onChange,
}: {
  readonly licence: LicenceChoice;
  readonly onChange: (licence: LicenceChoice) => void;
}) {
  const selectId = useId();
  return (
    <div className="field">
      <label htmlFor={selectId}>{say("create.licence")}</label>
      <select
        id={selectId}
        value={licence}
        required
        data-testid="create-licence"
        onChange={({ currentTarget }) => onChange(choiceOf(currentTarget.value))}
      >
        <option value="">{say("create.licence.choose")}</option>
        {LICENCES.map((each) => (
          <option key={each} value={each}>
            {say(`create.licence.${each}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

const choiceOf = (value: string): LicenceChoice => LICENCES.find((each) => each === value) ?? "";
