/** How much of the time this computer computes, as a ring that is closed so far. The words beside it say the same. */

interface DutyRingProps {
  /** 0 … 1. */
  readonly duty: number;
}

const RADIUS = 26;
const LENGTH = 2 * Math.PI * RADIUS;

export const DutyRing = ({ duty }: DutyRingProps) => (
  <svg className="duty-ring" viewBox="-32 -32 64 64" width="64" height="64" aria-hidden="true">
    <circle className="duty-track" r={RADIUS} />
    {duty > 0 && (
      <circle
        className="duty-thread"
        r={RADIUS}
        transform="rotate(-90)"
        strokeDasharray={`${duty * LENGTH} ${LENGTH}`}
      />
    )}
  </svg>
);
