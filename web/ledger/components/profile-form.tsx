/** Name, listing and country: one form, because saving it is one signed record. */
import { type SubmitEvent, useId, useState } from "react";
import { NAME_LENGTH } from "../../../shared/ledger/record-limits.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import { listCountries } from "../text/countries.ts";
import { granted } from "../granted.ts";
import { useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say } from "../../messages/say.ts";

export function ProfileForm({ ledger, identity, onChange }: PersonProps) {
  const headingId = useId();
  const [name, setName] = useState(identity.isNameChosen ? identity.name : "");
  const [isListed, setIsListed] = useState(identity.isListed);
  const [country, setCountry] = useState(identity.country);
  const { state, run } = useAction();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    run(async () => {
      granted(await ledger.ask((api) => api.changeIdentity({ name: name.trim(), isListed, country })));
      onChange();
      return say("profile.saved");
    });
  };
  return (
    <form className="form" aria-labelledby={headingId} onSubmit={save}>
      <h3 id={headingId}>{say("profile.title")}</h3>
      <NameField value={name} onChange={setName} generated={pseudonymOf(identity.root)} />
      <ListingField value={isListed} onChange={setIsListed} />
      <CountryField value={country} onChange={setCountry} />
      <button type="submit" className="button" data-testid="save-profile">
        {say("profile.save")}
      </button>
      <ActionNote state={state} />
    </form>
  );
}

interface FieldProps<T> {
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** @param generated what an empty name stands for */
function NameField({ value, onChange, generated }: FieldProps<string> & { readonly generated: string }) {
  const inputId = useId();
  const noteId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("profile.name")}</label>
      <input
        id={inputId}
        value={value}
        maxLength={NAME_LENGTH}
        placeholder={generated}
        autoComplete="nickname"
        aria-describedby={noteId}
        data-testid="name"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <p className="note" id={noteId}>
        {say("profile.name-note", { name: generated })}
      </p>
    </div>
  );
}

function ListingField({ value, onChange }: FieldProps<boolean>) {
  const noteId = useId();
  return (
    <div className="field">
      <label className="switch">
        <input
          type="checkbox"
          checked={value}
          aria-describedby={noteId}
          data-testid="listed"
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        {say("profile.listed")}
      </label>
      <p className="note" id={noteId}>
        {say("profile.listed-note")}
      </p>
    </div>
  );
}

function CountryField({ value, onChange }: FieldProps<string>) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("profile.country")}</label>
      <select
        id={inputId}
        value={value}
        data-testid="country"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="">{say("profile.no-country")}</option>
        {listCountries().map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
