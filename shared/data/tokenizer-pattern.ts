/**
 * Regular expressions of a tokenizer.json. A stranger's pattern runs over the whole text in everybody's worker, and most engines take exponential time for some
 * of them. So a pattern is either one that is known, or so simple that no text makes it slow.
 */

/** UTF-16 units; the longest known one has 370. */
const PATTERN_LENGTH = 500;
/** Parts of one alternative; each optional one doubles what an engine may try at one place. */
const MOST_PARTS = 8;

/** How the usual byte-pair encodings cut text into words. Each takes time in proportion to the text's length. */
const KNOWN = new Set([
  // GPT-2: github.com/openai/gpt-2 src/encoder.py
  String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  // GPT-4 (cl100k) and Llama 3: github.com/openai/tiktoken tiktoken_ext/openai_public.py
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  // Qwen 2: every digit is a word
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  // GPT-4o (o200k)
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
]);

/**
 * A character or a class of them, and how often. Nested classes, look-around, groups and `*` have no place here. A class holds no `[` or `&`, which mean more
 * in the syntax that these files are written in than in ours.
 */
const PART =
  /(?:\\p\{[A-Za-z_]{1,20}\}|\\[sSdDrnt.,!?'"(){}[\]|\\/+*^$-]|\[\^?(?:\\p\{[A-Za-z_]{1,20}\}|\\[sSdDrnt\]\\^-]|[^\\[\]&^])+\]|[^\\^$.*+?()[\]{}|])(\?|\+|\{[1-9]\d?(?:,\d{0,2})?\})?/uy;

/** Whether a pattern takes time in proportion to the text, whatever the text is. */
export function isSafePattern(pattern: string): boolean {
  if (KNOWN.has(pattern)) return true;
  if (pattern.length > PATTERN_LENGTH) return false;
  let quantifiers: string[] = [];
  for (let position = 0; position < pattern.length;) {
    PART.lastIndex = position;
    const part = PART.exec(pattern);
    if (part !== null) quantifiers.push(part[1] ?? "");
    else if (pattern[position] !== "|" || !isSafeAlternative(quantifiers)) return false;
    else quantifiers = [];
    position += part?.[0].length ?? 1;
  }
  return isSafeAlternative(quantifiers);
}

/** Only its end may repeat, and something must be there: then a failure costs little, and a success is consumed. */
function isSafeAlternative(quantifiers: readonly string[]): boolean {
  const isBounded = quantifiers.slice(0, -1).every((quantifier) => quantifier === "" || quantifier === "?");
  return (
    isBounded && quantifiers.length > 0 && quantifiers.length <= MOST_PARTS && quantifiers.at(-1) !== "?"
  );
}
