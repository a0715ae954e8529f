/** What others learn about this computer, said before Start, and the switch that hides it where the operator pays for relays. */
import { say } from "../messages/say.ts";
import { RelayChoice, type RelayChoiceProps } from "./relay-choice.tsx";

interface PrivacyNoteProps extends RelayChoiceProps {
  /** The operator offers relays. */
  readonly isRelayPossible: boolean;
}

export const PrivacyNote = ({ isRelayPossible, ...choice }: PrivacyNoteProps) => (
  <div className="privacy">
    {(isRelayPossible || choice.isRelayOnly) && <RelayChoice {...choice} />}
    <p className="note" data-testid="privacy">
      {say(wordsFor(isRelayPossible, choice.isRelayOnly))}
    </p>
  </div>
);

/** Who has chosen to hide stays hidden when the relay is gone, though nobody can be met then. */
function wordsFor(isRelayPossible: boolean, isRelayOnly: boolean) {
  if (!isRelayOnly) return "privacy.direct";
  return isRelayPossible ? "privacy.relay" : "privacy.no-relay";
}
