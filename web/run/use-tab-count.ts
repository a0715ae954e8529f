/** How many train a project now: asked again while somebody looks and there is a network. */
import { useEffect, useState } from "react";
import { useOnline } from "../use-online.ts";
import { useVisible } from "../use-visible.ts";
import type { CountTabs } from "./count-tabs.ts";

const ASK_MS = 30_000;

/** "uncounted": by this server; "away": it does not answer. */
export type TabCount = number | "asking" | "offline" | "away" | "uncounted";

interface Answer {
  readonly link: string | null;
  readonly count: TabCount;
}

export function useTabCount(countTabs: CountTabs, link: string | null): TabCount {
  const isOnline = useOnline();
  const isAwake = useVisible() && isOnline;
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (!isAwake) return undefined;
    let isCurrent = true;
    const tell = (count: TabCount) => isCurrent && setAnswer({ link, count });
    const ask = () =>
      void countTabs(link).then(
        (count) => tell(count ?? "uncounted"),
        () => tell("away"),
      );
    ask();
    const timer = setInterval(ask, ASK_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [countTabs, link, isAwake]);
  if (!isOnline) return "offline";
  return answer !== null && answer.link === link ? answer.count : "asking";
}
