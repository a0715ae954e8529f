/** The team: none, one that others are invited to, or a new one. */
import { type SubmitEvent, useId, useState } from "react";
import { NAME_LENGTH, URL_LENGTH } from "../../../shared/ledger/record-limits.ts";
import { granted } from "../granted.ts";
import { useAction } from "../use-action.ts";
import { invitationUrl } from "../use-invitation.ts";
import { ActionNote } from "./action-note.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import { CopyButton } from "./copy-button.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say, sayWith } from "../../messages/say.ts";

export function TeamSection({ ledger, identity, onChange }: PersonProps) {
  const { team } = identity;
  const { state, run } = useAction();
  const create = (name: string, url: string) =>
    run(async () => {
      const id = granted(await ledger.ask((api) => api.createTeam(name, url)));
      granted(await ledger.ask((api) => api.changeIdentity({ team: id })));
      onChange();
      return say("team.created");
    });
  const leave = () =>
    run(async () => {
      granted(await ledger.ask((api) => api.changeIdentity({ team: null })));
      onChange();
      return say("team.left");
    });
  return (
    <section
      className="part you-part"
      aria-labelledby="team-heading"
      data-testid="team"
      data-team={team?.id ?? ""}
    >
      <h3 id="team-heading">{say("team.title")}</h3>
      {team === null ? (
        <>
          <p className="note">{say("team.none")}</p>
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
            {sayWith(
              "team.invite-link-is",
              {
                address: <bdi className="link-text" dir="ltr" />,
              },
              { url: invitationUrl(team.id, location.href) },
            )}{" "}
            <CopyButton text={invitationUrl(team.id, location.href)} what={say("team.invite-link")} />
          </p>
          <ConfirmButton
            label={say("team.leave")}
            question={say("team.leave-question")}
            yes={say("team.leave")}
            no={say("team.keep")}
            onConfirm={leave}
            testId="leave-team"
          />
        </>
      )}
      <ActionNote state={state} />
    </section>
  );
}

const URL_START = "https://";

/** Whatever a stranger's record says, a click leads to a page and runs nothing. */
const isWebAddress = (url: string): boolean => url.startsWith(URL_START);

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
      <summary>{say("team.create-title")}</summary>
      <form className="form" aria-label={say("team.create-title")} onSubmit={submit}>
        <div className="field">
          <label htmlFor={nameId}>{say("team.name")}</label>
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
          <label htmlFor={urlId}>{say("team.url")}</label>
          <input
            id={urlId}
            type="url"
            value={url}
            maxLength={URL_LENGTH}
            pattern="https://.+"
            placeholder={URL_START}
            dir="ltr"
            autoComplete="off"
            data-testid="team-url"
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        </div>
        <button type="submit" className="button" data-testid="create-team">
          {say("team.create")}
        </button>
      </form>
    </details>
  );
}
