/** Largest file that is read, unpacked: larger ones would not fit a tab's memory once they are tensors. */
export const FILE_LIMIT_BYTES = 100_000_000;

/** A file's size as people read it, rounded up: "104 MB". */
export function formatMegabytes(sizeBytes: number): string {
  return `${Math.ceil(sizeBytes / 1_000_000)} MB`;
}
