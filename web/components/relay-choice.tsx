/** The switch that hides this computer's network address behind the operator's relay. One choice, wherever it stands. */
import { say } from "../messages/say.ts";

export interface RelayChoiceProps {
  readonly isRelayOnly: boolean;
  /** While a run is on the choice cannot change: its links are made. */
  readonly isBusy: boolean;
  readonly onChange: (isRelayOnly: boolean) => void;
}

export const RelayChoice = ({ isRelayOnly, isBusy, onChange }: RelayChoiceProps) => (
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
);
