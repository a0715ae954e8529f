/** The team: none, one that others are invited to, or a new one. */
import { type SubmitEvent, useId, useState } from "react";
import { NAME_LENGTH, URL_LENGTH } from "../../../shared/ledger/record-limits.ts";
import { TEAM_TEXT } from "../text/you-text.ts";
import { granted, useAction } from "../use-action.ts";
import { invitationUrl } from "../use-invitation.ts";
import { ActionNote } from "./action-note.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import { CopyButton } from "./copy-button.tsx";
import type { PersonProps } from "./you-screen.tsx";

export function TeamSection({ ledger, identity, onChange }: PersonProps) {
  const { team } = identity;
  const { state, run } = useAction();
  const create = (name: string, url: string) =>
    run(async () => {
      const id = granted(await ledger.ask((api) => api.createTeam(name, url)));
      granted(await ledger.ask((api) => api.changeIdentity({ team: id })));
      onChange();
      return TEAM_TEXT.created;
    });
  const leave = () =>
    run(async () => {
      granted(await ledger.ask((api) => api.changeIdentity({ team: null })));
      onChange();
      return TEAM_TEXT.left;
    });
  return (
    <section className="part" aria-labelledby="team-heading" data-testid="team" data-team={team?.id ?? ""}>
      <h3 id="team-heading">{TEAM_TEXT.title}</h3>
      {team === null ? (
        <>
          <p className="note">{TEAM_TEXT.none}</p>
          <NewTeam onCreate={create} />
        </>
      ) : (
        <>
          <p>
            <strong>
              <bdi>{team.name}</bdi>
            </strong>{" "}
            {isWebAddress(team.url) && (
              <a href={team.url} rel="noreferrer nofollow">
                {team.url}
              </a>
            )}
          </p>
          <p className="note">
            {TEAM_TEXT.inviteLink}: <span className="link-text">{invitationUrl(team.id, location.href)}</span>{" "}
            <CopyButton text={invitationUrl(team.id, location.href)} what={TEAM_TEXT.inviteLink} />
          </p>
          <ConfirmButton
            label={TEAM_TEXT.leave}
            question={TEAM_TEXT.leaveQuestion}
            yes={TEAM_TEXT.leave}
            no={TEAM_TEXT.keep}
            onConfirm={leave}
            testId="leave-team"
          />
        </>
      )}
      <ActionNote state={state} />
    </section>
  );
}

/** Whatever a stranger's record says, a click leads to a page and runs nothing. */
const isWebAddress = (url: string): boolean => url.startsWith("https://");

function NewTeam({ onCreate }: { readonly onCreate: (name: string, url: string) => void }) {
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const nameId = useId();
  const urlId = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onCreate(name.trim(), url.trim());
  };
  return (
    <details>
      <summary>{TEAM_TEXT.createTitle}</summary>
      <form className="form" aria-label={TEAM_TEXT.createTitle} onSubmit={submit}>
        <div className="field">
          <label htmlFor={nameId}>{TEAM_TEXT.name}</label>
          <input
            id={nameId}
            value={name}
            maxLength={NAME_LENGTH}
            required
            autoComplete="off"
            data-testid="team-name"
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={urlId}>{TEAM_TEXT.url}</label>
          <input
            id={urlId}
            type="url"
            value={url}
            maxLength={URL_LENGTH}
            pattern="https://.+"
            placeholder={TEAM_TEXT.urlExample}
            autoComplete="off"
            data-testid="team-url"
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        </div>
        <button type="submit" className="button" data-testid="create-team">
          {TEAM_TEXT.create}
        </button>
      </form>
    </details>
  );
}
