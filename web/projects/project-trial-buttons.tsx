/** Below what is asked of a model: ask it, or take another example from the data. */
import type { MessageId } from "../messages/catalog.ts";
import { say } from "../messages/say.ts";

interface TrialButtonsProps {
  /** What another example is called. */
  readonly another: MessageId;
  readonly onAnother: () => void;
}

export const TrialButtons = ({ another, onAnother }: TrialButtonsProps) => (
  <div className="buttons">
    <button type="submit" className="button trial-go" data-testid="predict">
      {say("project-screen.try.predict")}
    </button>
    <button type="button" className="button" data-testid="another-example" onClick={onAnother}>
      {say(another)}
    </button>
  </div>
);
