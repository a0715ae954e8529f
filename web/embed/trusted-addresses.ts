/**
 * The one exception from the policy of the frame and of the claim window that no text becomes code (`require-trusted-types-for 'script'`): a worker of our
 * own program has an address, and the build writes it as text.
 */

/** What TypeScript's DOM does not know yet. A browser without it has no such policy either. */
interface TrustedTypes {
  createPolicy(name: "default", rules: { createScriptURL(address: string): string | null }): unknown;
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

/** The browser asks this for every text that would be taken for a script's address; null refuses. */
trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (new URL(address, location.href).origin === location.origin ? address : null),
});
