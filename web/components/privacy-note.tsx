/** What others learn about this computer, said before Start, and the switch that hides it where the operator pays for relays. */
import { say } from "../messages/say.ts";

interface PrivacyNoteProps {
  /** The operator offers relays. */
  readonly isRelayPossible: boolean;
  readonly isRelayOnly: boolean;
  /** While a run is on the choice cannot change: its links are made. */
  readonly isBusy: boolean;
  readonly onChange: (isRelayOnly: boolean) => void;
}

export const PrivacyNote = ({ isRelayPossible, isRelayOnly, isBusy, onChange }: PrivacyNoteProps) => (
  <div className="privacy">
    {isRelayPossible && (
      <label className="switch">
        <input
          type="checkbox"
          checked={isRelayOnly}
          disabled={isBusy}
          data-testid="relay-only"
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        {say("privacy.hide")}
      </label>
    )}
    <p className="note" data-testid="privacy">
      {say(isRelayPossible && isRelayOnly ? "privacy.relay" : "privacy.direct")}
    </p>
  </div>
);
