/** What .ci/messages.mjs makes of the files of messages. */
declare module "*.json?page" {
  export const messages: import("./catalog.ts").Messages;
}
declare module "*.json?screens" {
  export const messages: import("./catalog.ts").Messages;
}
declare module "*.json?problems" {
  export const messages: import("./catalog.ts").Messages;
}
declare module "*.json?claim" {
  export const messages: import("./catalog.ts").Messages;
}
declare module "*.json?all" {
  export const messages: import("./catalog.ts").Messages;
}
declare module "*.json?embed" {
  export const messages: Readonly<Record<string, string>>;
}
