/** Small data for the tests of shared/data, made here so that no test needs a file. */

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** An IDX file of bytes. */
export function idx(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((axis, index) => view.setUint32(4 + 4 * index, axis));
  bytes.set(Uint8Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** `count` images of 4 × 4 pixels, all of value `10 · index`, with labels 3 and 7 in turn. */
export function imagePair(count: number): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const pixels = Array.from({ length: count * 16 }, (_, pixel) => (10 * Math.floor(pixel / 16)) % 256);
  const labels = Array.from({ length: count }, (_, image) => (image % 2 === 0 ? 3 : 7));
  return { images: idx([count, 4, 4], pixels), labels: idx([count], labels) };
}

/** "1981-01-01,…": one line per day of 28-day months, values by `valueAt`. */
export function dailyCsv(dayCount: number, valueAt: (day: number) => string): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return Array.from({ length: dayCount }, (_, day) => {
    const month = Math.floor(day / 28);
    return `${1981 + Math.floor(month / 12)}-${pad(1 + (month % 12))}-${pad(1 + (day % 28))},${valueAt(day)}`;
  }).join("\n");
}
