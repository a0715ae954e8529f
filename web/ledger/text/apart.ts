/** A name, a number of digits or an address within a line that may run the other way: what surrounds it does not change its order, nor it theirs. */

/** Unicode's "first strong isolate" and "pop directional isolate". */
const [OPEN, CLOSE] = ["\u2068", "\u2069"];
/** Marks of direction within the text could reach beyond it. */
const MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** For places that know no `<bdi>`. */
export const apart = (text: string): string => `${OPEN}${text.replace(MARKS, "")}${CLOSE}`;
