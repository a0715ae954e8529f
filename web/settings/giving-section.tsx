/** Light, half or full: the same choice as beside the start button. */
import { IntensityChoice } from "../components/intensity-choice.tsx";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { usePauseSettings } from "../pause/use-pause.ts";

export function GivingSection({ keeper }: { readonly keeper: PauseKeeper }) {
  const { intensity } = usePauseSettings(keeper);
  return (
    <div className="part settings-part" data-testid="settings-giving">
      <IntensityChoice intensity={intensity} onChange={keeper.setIntensity} />
    </div>
  );
}
