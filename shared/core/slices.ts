/** Long work cut into slices: where it yields, whoever runs it may let something else happen first. */
export type Slices<T> = Generator<undefined, T, void>;

export function runAtOnce<T>(slices: Slices<T>): T {
  let slice = slices.next();
  while (slice.done !== true) slice = slices.next();
  return slice.value;
}

/** @param isOver asked after every pause @returns null when it was over before the end */
export async function runWithPauses<T>(
  slices: Slices<T>,
  pause: () => Promise<void>,
  isOver: () => boolean,
): Promise<T | null> {
  let slice = slices.next();
  while (slice.done !== true) {
    await pause();
    if (isOver()) return null;
    slice = slices.next();
  }
  return slice.value;
}

/** Says when a slice is long enough. @param most in whatever unit the work is counted */
export function createPace(most: number): (work: number) => boolean {
  let done = 0;
  return (work) => {
    done += work;
    if (done < most) return false;
    done = 0;
    return true;
  };
}
