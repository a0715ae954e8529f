/** What others learn about this computer, said before Start, and the switch that hides it where the operator pays for relays. */
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
        Hide this computer’s network address
      </label>
    )}
    <p className="note" data-testid="privacy">
      {isRelayPossible && isRelayOnly
        ? "All traffic goes through this site’s relay, which is slower. Other participants see only the relay’s address."
        : "Tabs exchange updates directly, so other participants can see this computer’s network address (IP) while it trains."}
    </p>
  </div>
);
