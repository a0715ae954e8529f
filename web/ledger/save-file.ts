/** Hands a file to the visitor, as a download. */

/** Long enough for the slowest browser to begin; then its memory is given back. */
const KEEP_MS = 60_000;

export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
