/** Largest file that is read, unpacked: larger ones would not fit a tab's memory once they are tensors. */
export const FILE_LIMIT_BYTES = 100_000_000;

/** Rounded up, as people are told of a file's size. */
export const megabytes = (sizeBytes: number): number => Math.ceil(sizeBytes / 1_000_000);
