/** Who the visitor is to the others. Nothing of it is asked for before somebody opens this screen. */
import { useState } from "react";
import type { IdentityView, LedgerApi } from "../../../worker/ledger-api.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { useAnswer } from "../use-answer.ts";
import type { Invitation } from "../use-invitation.ts";
import { useLedger } from "../use-ledger.ts";
import { CertificateSection } from "./certificate-section.tsx";
import { DeviceList } from "./device-list.tsx";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { RestoreOffer } from "./restore-offer.tsx";
import { RestoreSection } from "./restore-section.tsx";
import { TeamInvitation } from "./team-invitation.tsx";
import { TeamSection } from "./team-section.tsx";
import { WordsSection } from "./words-section.tsx";
import { say } from "../../messages/say.ts";

interface YouScreenProps {
  readonly ledger: LedgerController;
  readonly invitation: Invitation | null;
  readonly restoreText: string | null;
}

/** What every part of the screen works with. */
export interface PersonProps {
  readonly ledger: LedgerController;
  readonly identity: IdentityView;
  /** The identity has changed. */
  readonly onChange: () => void;
}

export function YouScreen({ ledger, invitation, restoreText }: YouScreenProps) {
  const { summary } = useLedger(ledger);
  const [changeCount, setChangeCount] = useState(0);
  const stamp = `${summary?.root} ${summary?.device} ${changeCount}`;
  const answer = useAnswer(ledger, askIdentity, stamp);
  const identity = answer.value;
  if (identity === null) {
    return (
      <div className="run">
        <LedgerTrouble ledger={ledger} unanswered={answer.trouble} />
        {answer.trouble === "" && <p className="note">{say("page.loading")}</p>}
      </div>
    );
  }
  const person = { ledger, identity, onChange: () => setChangeCount(changeCount + 1) };
  return (
    <>
      <div className="setup">
        {restoreText !== null && <RestoreOffer key={restoreText} {...person} linkText={restoreText} />}
        {invitation !== null && invitation.team !== identity.team?.id && (
          <TeamInvitation {...person} invitation={invitation} />
        )}
        <Who identity={identity} />
        <ProfileForm key={identity.root} {...person} />
      </div>
      <div className="run">
        <LedgerTrouble ledger={ledger} />
        <TeamSection {...person} />
        <DeviceList {...person} />
        <WordsSection key={identity.root} {...person} />
        <RestoreSection {...person} />
        <CertificateSection ledger={ledger} name={identity.name} credit={summary?.credit ?? null} />
      </div>
    </>
  );
}

const askIdentity = (api: LedgerApi) => api.identity();

const Who = ({ identity: { name, isNameChosen, fingerprint } }: Pick<PersonProps, "identity">) => (
  <section className="who">
    <p className="who-name" data-testid="own-name">
      <bdi>{name}</bdi>
    </p>
    {!isNameChosen && <p className="note">{say("you.generated")}</p>}
    <p>
      {say("you.fingerprint")} <span className="hash">{fingerprint}</span>
    </p>
    <p className="note">{say("you.fingerprint-note")}</p>
  </section>
);
