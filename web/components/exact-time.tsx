/** A time that tells itself exactly to whoever points at it, touches it or reaches it with the keyboard; Escape hides it. */
import * as Tooltip from "@radix-ui/react-tooltip";
import { type MouseEvent, useRef, useState } from "react";
import { datesAs } from "../messages/intl.ts";
import type { TimeProps } from "./relative-time.tsx";

const EXACT = { dateStyle: "medium", timeStyle: "medium" } as const;
const NO_DELAY_MS = 0;
/** From the edge of the window, in CSS pixels. */
const MARGIN_PX = 8;

export function ExactTime({ atMs, age }: TimeProps) {
  const [isOpen, setIsOpen] = useState(false);
  const trigger = useRef<HTMLTimeElement>(null);
  // A tooltip closes when the page scrolls, as it does to show what gets the focus. While the focus is there, only Escape closes it.
  const change = (opens: boolean) => {
    if (opens || document.activeElement !== trigger.current) setIsOpen(opens);
  };
  // A tooltip knows no touch, and would close at a click.
  const show = (event: MouseEvent) => {
    event.preventDefault();
    setIsOpen(true);
  };
  const at = new Date(atMs);
  return (
    <Tooltip.Provider delayDuration={NO_DELAY_MS}>
      <Tooltip.Root open={isOpen} onOpenChange={change}>
        <Tooltip.Trigger asChild onClick={show}>
          <time ref={trigger} className="relative-time" dateTime={at.toISOString()} tabIndex={0}>
            {age}
          </time>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            className="exact-time"
            collisionPadding={MARGIN_PX}
            onEscapeKeyDown={() => setIsOpen(false)}
          >
            {datesAs(EXACT).format(at)}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
