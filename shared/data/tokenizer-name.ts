/** Whether a file is called as tokenizers are published: "tokenizer.json", "my-tokenizer.json". */
export const isTokenizerName = (name: string): boolean => /(^|[^a-z])tokenizer\.json(\.gz)?$/i.test(name);
