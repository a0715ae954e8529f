import { siteName } from "../text/site-text.ts";

/** A site is a stranger's word: it is shown as it is written, from left to right, whatever the language around it. A line does not part its port. */
export function SiteName({ site }: { readonly site: string }) {
  const [name, port] = siteName(site).split(/(?=:\d+$)/);
  return (
    <bdi className="site-name" dir="ltr">
      {name}
      <wbr />
      {port}
    </bdi>
  );
}
