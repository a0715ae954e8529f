/** Numbers, dates and names in the language of the page. What was made is kept, because making one takes long. */
import { currentCatalog } from "./catalog.ts";

/** @param make called once for each of the options, which are told apart by identity: constants */
function inCurrentLanguage<Options extends object, Made>(make: (locale: string, options: Options) => Made) {
  let madeFor = "";
  let made = new Map<Options, Made>();
  return (options: Options): Made => {
    const { locale } = currentCatalog();
    if (locale !== madeFor) {
      madeFor = locale;
      made = new Map();
    }
    const known = made.get(options);
    if (known !== undefined) return known;
    const fresh = make(locale, options);
    made.set(options, fresh);
    return fresh;
  };
}

export const numbersAs = inCurrentLanguage(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
export const datesAs = inCurrentLanguage(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);
export const pluralsAs = inCurrentLanguage(
  (locale, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options),
);
export const listsAs = inCurrentLanguage(
  (locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options),
);
export const namesAs = inCurrentLanguage(
  (locale, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(locale, options),
);
