/** Files dropped anywhere on the page. */
import { useEffect, useState } from "react";

/** From now on a file that is dropped where none is wanted does nothing: the browser would open it in the page's place, and end the training. */
export function refuseFileDrops(): void {
  window.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return; // a text may be dragged into a field
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}

/**
 * @param onDrop the files, or null when a folder was dropped. Must keep its identity, or the listeners are replaced.
 * @returns true while something is held over the page
 */
export function useFileDrop(onDrop: (files: readonly File[] | null) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const listen = (kind: "dragover" | "dragleave" | "drop", handle: (event: DragEvent) => void) =>
      window.addEventListener(kind, handle, { signal: abort.signal });
    listen("dragover", (event) => {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy"; // says that a drop is welcome
      setIsOver(true);
    });
    listen("dragleave", (event) => {
      if (event.relatedTarget === null) setIsOver(false); // left the window
    });
    listen("drop", (event) => {
      event.preventDefault();
      setIsOver(false);
      const items = [...(event.dataTransfer?.items ?? [])];
      const hasFolder = items.some((item) => item.webkitGetAsEntry()?.isDirectory === true);
      onDrop(hasFolder ? null : [...(event.dataTransfer?.files ?? [])]);
    });
    return () => abort.abort();
  }, [onDrop]);
  return isOver;
}
