/** Whether somebody said that the twelve words can wait. */
const KEEP_LATER_KEY = "tabloom.keepLater";

export function isKeptLater(): boolean {
  try {
    return localStorage.getItem(KEEP_LATER_KEY) !== null;
  } catch {
    return false; // blocked: asked again after a reload
  }
}

export function keepLater(): void {
  try {
    localStorage.setItem(KEEP_LATER_KEY, "1");
  } catch {
    // Blocked: it lasts as long as the page.
  }
}
