/** A link, and a picture where there is one, handed to the programs of this computer that send things. */

/** A picture that takes longer stays here: browsers let a page send only soon after a press. */
const PICTURE_MS = 1500;

/** Whether this browser can hand over anything. */
export const canSend = (): boolean => "share" in navigator;

/**
 * @param picture null where there is nothing to be seen yet
 * @param patienceMs how long the picture may take
 * @returns whether it was handed over; false where the visitor has thought better of it
 * @throws when the browser refuses
 */
export async function sendLink(
  url: string,
  picture: () => Promise<File | null>,
  patienceMs = PICTURE_MS,
): Promise<boolean> {
  const link = { title: "Tabloom", url };
  // The link is what matters: whatever is wrong with the picture, it goes without.
  const file = await Promise.race([picture().catch(() => null), nothingAfter(patienceMs)]);
  const both = file && { ...link, files: [file] };
  try {
    await navigator.share(both && canTake(both) ? both : link);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    throw error;
  }
}

const canTake = (data: ShareData): boolean => "canShare" in navigator && navigator.canShare(data);

const nothingAfter = (timeMs: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), timeMs));
