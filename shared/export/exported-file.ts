export interface ExportedFile {
  /** Below the export's folder, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function textFile(path: string, text: string): ExportedFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

export function jsonFile(path: string, value: unknown): ExportedFile {
  return textFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
