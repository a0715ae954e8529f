/** Numbers with their units, in the frame's language. */

const BYTES_PER_MB = 1_000_000;

export interface Figures {
  readonly count: (count: number) => string;
  /** "3.4 MB" */
  readonly megabytes: (bytes: number) => string;
  readonly percent: (percent: number) => string;
}

/** Nothing is made before it is needed: a page's first format costs its main thread twenty milliseconds, and before the click there is no need. */
export function figuresIn(language: string): Figures {
  const formatIn = (options: Intl.NumberFormatOptions) => {
    let format: Intl.NumberFormat | undefined;
    return (value: number) => (format ??= new Intl.NumberFormat(language, options)).format(value);
  };
  const tenths = formatIn({
    style: "unit",
    unit: "megabyte",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const share = formatIn({ style: "percent" });
  return {
    count: formatIn({ maximumFractionDigits: 0 }),
    megabytes: (bytes) => tenths(bytes / BYTES_PER_MB),
    percent: (percent) => share(percent / 100),
  };
}
