/** Even to look at a storage that is blocked is an error. */
export function storageOf(find: () => Storage): Storage | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
