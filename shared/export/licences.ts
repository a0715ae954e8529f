/** Licences as Hugging Face's model cards name them. Source: huggingface.co/docs/hub/repositories-licenses. */

const KNOWN = new Set(
  "apache-2.0 mit cc0-1.0 cc-by-4.0 cc-by-3.0 cc-by-2.0 cc-by-sa-4.0 cc-by-sa-3.0 cc-by-nc-4.0 cc-by-nc-3.0 cc-by-nc-sa-4.0 cc-by-nc-nd-4.0 cc-by-nd-4.0 bsd bsd-2-clause bsd-3-clause gpl gpl-2.0 gpl-3.0 lgpl-3.0 agpl-3.0 mpl-2.0 unlicense wtfpl zlib isc odbl odc-by pddl".split(
    " ",
  ),
);

/** The card's fields: a known name; `other` with the owner's words; `unknown` when there are none. */
export function licenceFields(licence: string): Readonly<Record<string, string>> {
  const name = licence.trim().toLowerCase().replaceAll(/\s+/g, "-");
  if (name === "") return { license: "unknown" };
  return KNOWN.has(name) ? { license: name } : { license: "other", license_name: licence };
}
