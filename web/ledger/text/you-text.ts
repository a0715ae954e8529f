/** What the screen of the own identity says. */
import type { IdentityView } from "../../../worker/ledger-api.ts";
import { formatDate } from "./dates.ts";

export const YOU_TEXT = {
  fingerprint: "Fingerprint",
  fingerprintNote: "Names can be copied. Whoever wants to be sure that it is you compares this.",
  generated: "A generated name. Give yourself another below, if you like.",
} as const;

export const PROFILE_TEXT = {
  title: "How others see you",
  name: "Name",
  nameNote: (generated: string) => `Leave it empty to be called ${generated}.`,
  listed: "Show my name on leaderboards and in exports",
  listedNote: "Otherwise a generated name stands there. The credit is the same.",
  country: "Country",
  noCountry: "Not said",
  save: "Save",
  saved: "Saved, and signed by this device.",
} as const;

export const TEAM_TEXT = {
  title: "Team",
  none: "You are in no team. A team’s credit is the credit that its members get while they are in it; each keeps their own.",
  inviteTitle: "You are invited to a team",
  inviteNote:
    "From now on your credit counts for the team, too. It stays yours, and you can leave at any time.",
  join: "Join",
  decline: "No, thanks",
  joined: "Joined.",
  inviteLink: "Invitation link",
  leave: "Leave the team",
  leaveQuestion: "Leave? What you gave so far stays with the team.",
  left: "You have left the team.",
  createTitle: "Start a team",
  name: "Team name",
  url: "Its page, if it has one",
  urlExample: "https://",
  create: "Start the team",
  created: "The team is there, and you are in it.",
  keep: "Stay",
} as const;

export const DEVICES_TEXT = {
  title: "Devices",
  note: "Each signs with a key of its own. Revoke one that is lost or not yours any more.",
  here: "this one",
  revoked: "revoked",
  since: (at: number) => `since ${formatDate(at)}`,
  revoke: "Revoke",
  revokeQuestion: "Revoke it? What it signs from now on does not count. This cannot be undone.",
  keep: "Keep it",
  done: "Revoked. The others are told.",
} as const;

export const WORDS_TEXT = {
  title: "Your twelve words",
  note: "They are the only way to be the same person on another device, or after this browser’s storage was cleared. Nobody else has them.",
  show: "Show the twelve words",
  hide: "Hide them",
  warning: "Whoever reads them can be you. Look around first.",
  print: "Print",
  printTitle: "Tabloom: the twelve words of",
  code: "Show as a code for a camera",
  hideCode: "Hide the code",
  codeLabel: "A QR code that holds the twelve words",
  codeNote: "The camera of your other device opens this page there, and it asks before it replaces anything.",
  forget: "I wrote them down: forget them here",
  forgetQuestion:
    "Forget them on this device? Then nobody who uses it can read them. Without your note they are gone.",
  forgetYes: "Forget them",
  keep: "Keep them",
  forgotten:
    "This device has forgotten the words, as you asked. Type them below to see that your note is right.",
  gone: "The words are not on this device any more.",
} as const;

export const RESTORE_TEXT = {
  title: "Already have twelve words?",
  note: "Type those of another device, and this one belongs to the same person.",
  label: "Twelve words",
  go: "Restore",
  offerTitle: "A link with twelve words was opened",
  offerNote: "It makes this device belong to the person whose words they are.",
  yes: "Replace",
  no: "Stay who I am",
  done: "This device now belongs to that person. Their credit appears as their records arrive.",
  damaged: "The link is damaged: some of it is missing or wrong. Show the code once more, or type the words.",
  kept: "Nothing was changed.",
} as const;

export const CERTIFICATE_TEXT = {
  title: "Certificate",
  note: "What you gave, as a picture with a link under which anybody can check it.",
  empty: "It shows what you gave once the first round has counted.",
  alt: "Certificate of the credit of",
  svg: "Download as SVG",
  png: "Download as PNG",
  saved: (file: string) => `Saved as ${file}.`,
} as const;

export const COPY_TEXT = {
  copy: "Copy",
  copied: "Copied.",
  /** The text follows. */
  byHand: "Copy it from here:",
} as const;

export const REFUSED_PREFIX = "That did not work.";

/** What asks before it replaces somebody. */
export function replaceQuestion({ name, hasPhrase }: IdentityView): string {
  const kept = `What it did until now stays with ${name}`;
  const words = hasPhrase ? ", whose twelve words are then gone from here: write them down first" : "";
  return `Replace ${name} on this device? ${kept}${words}.`;
}
