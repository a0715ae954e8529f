import { useMemo } from "react";

/** The same object as long as it says the same: pictures of the swarm come five times a second, and rarely differ in what people see. @param value plain data */
export function useSettled<T>(value: T): T {
  const text = JSON.stringify(value);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text is the value
  return useMemo(() => value, [text]);
}
