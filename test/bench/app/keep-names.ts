/** For pages that run functions of a benchmark: tsx gives functions their names with a helper that pages lack. */
export const KEEP_NAMES = { content: "globalThis.__name = (named) => named" };
