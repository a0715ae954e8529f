/**
 * The part of papaparse that csv.ts uses. The published types pull in Node's, which must not compile in shared/.
 */
declare module "papaparse" {
  interface ParseResult {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly code: string }[];
    readonly meta: {
      readonly delimiter: string;
      readonly linebreak: string;
      /** Where the text after the last complete row begins. */
      readonly cursor: number;
    };
  }
  class Parser {
    constructor(config: { readonly delimiter: string; readonly newline: string });
    parse(text: string, baseIndex: number, ignoreLastRow: boolean): ParseResult;
  }
  const Papa: {
    /** Detects delimiter and line ends; stops after `preview` rows. */
    parse(text: string, config: { readonly preview: number }): ParseResult;
    readonly Parser: typeof Parser;
  };
  export default Papa;
}
