/** A tab of the same profile that takes the lock, or waits for it, and says so. It holds the lock until it is ended. */
import { holdProfile } from "../../worker/identity/profile-lock.ts";

const stop = new AbortController();
void holdProfile(stop.signal, () => postMessage("waiting")).then(() => postMessage("holding"));
