/**
 * Whether a page with these response headers can show the widget; a pure function of what its owner pastes. It knows the few rules that can stop a
 * frame or the loader (https://www.w3.org/TR/CSP3/ sections 6.1 and 6.7), and says for each what to add.
 */
import { LOADER_PATH } from "../../../shared/protocol/embed.ts";

/** A page's headers are a few thousand; whoever pastes a page gets its beginning looked at. */
export const HEADER_CHARACTERS = 20_000;

export interface HeaderFinding {
  /** Whether it stops the widget, only costs speed, or is in order. */
  readonly kind: "stops" | "costs" | "fine";
  readonly code: "frame" | "script" | "sandbox" | "permissions" | "none" | "all-fine";
  /** What to add or to look at. */
  readonly value: string;
}

/** Of the page's sandbox, without which a frame of ours cannot work. */
const NEEDED_TOKENS = ["allow-scripts", "allow-same-origin"];

/** @param text "name: value" lines, as a browser or curl shows them @param base where Tabloom is served */
export function checkHeaders(text: string, base: string): readonly HeaderFinding[] {
  const headers = parseHeaders(text.slice(0, HEADER_CHARACTERS));
  if (headers.length === 0) return [{ kind: "costs", code: "none", value: "" }];
  const policies = headers
    .filter(([name]) => name === "content-security-policy")
    .flatMap(([, value]) => value.split(","))
    .map(parsePolicy);
  const findings = [
    ...policies.flatMap((policy) => checkPolicy(policy, base)),
    ...headers
      .filter(([name]) => name === "permissions-policy")
      .flatMap(([, value]) => checkPermissions(value)),
  ];
  const unique = findings.filter(
    ({ code }, index) => findings.findIndex((other) => other.code === code) === index,
  );
  return unique.length > 0 ? unique : [{ kind: "fine", code: "all-fine", value: "" }];
}

function parseHeaders(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
  });
}

type Policy = ReadonlyMap<string, readonly string[]>;

/** Of several directives of one name the first holds. */
function parsePolicy(text: string): Policy {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(";")) {
    const [name, ...sources] = part.trim().split(/\s+/);
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives;
}

function checkPolicy(policy: Policy, base: string): HeaderFinding[] {
  const { origin } = new URL(base);
  const loader = new URL(`.${LOADER_PATH}`, base).href;
  const findings: HeaderFinding[] = [];
  const frames = policy.get("frame-src") ?? policy.get("child-src") ?? policy.get("default-src");
  if (frames !== undefined && !allows(frames, base))
    findings.push({ kind: "stops", code: "frame", value: `frame-src ${origin}` });
  const scripts = policy.get("script-src-elem") ?? policy.get("script-src") ?? policy.get("default-src");
  if (scripts !== undefined && !allows(scripts, loader))
    findings.push({ kind: "stops", code: "script", value: `script-src ${loader}` });
  const sandbox = policy.get("sandbox");
  const missing = NEEDED_TOKENS.filter((token) => !sandbox?.includes(token));
  if (sandbox !== undefined && missing.length > 0)
    findings.push({ kind: "stops", code: "sandbox", value: missing.join(" ") });
  return findings;
}

/** Nonces and 'strict-dynamic' are for the page's own markup, which may name ours: they count as a yes. */
function allows(sources: readonly string[], address: string): boolean {
  return sources.some((source) => {
    const text = source.toLowerCase();
    if (/^'(nonce-|strict-dynamic')/.test(text)) return true;
    return matches(text, new URL(address));
  });
}

/** Source expressions of CSP: *, a scheme, or a host with optional scheme, wildcard, port and path. */
function matches(source: string, { protocol, hostname, port, pathname }: URL): boolean {
  if (source === "*") return true;
  if (/^[a-z][a-z\d+.-]*:$/.test(source)) return source === protocol;
  const parts = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*\.)?([^:/]+)(?::(\d+|\*))?(\/.*)?$/.exec(source);
  if (parts === null) return false;
  const [, scheme, wildcard, host, sourcePort, path] = parts;
  if (scheme !== undefined && `${scheme}:` !== protocol && !(scheme === "http" && protocol === "https:"))
    return false;
  if (wildcard === undefined ? host !== hostname : !hostname.endsWith(`.${host}`)) return false;
  if (sourcePort === undefined ? port !== "" : sourcePort !== "*" && sourcePort !== port) return false;
  return path === undefined || (path.endsWith("/") ? pathname.startsWith(path) : pathname === path);
}

/** An empty list keeps a feature from everybody. */
function checkPermissions(value: string): HeaderFinding[] {
  const barred = ["cross-origin-isolated", "compute-pressure"].filter((name) =>
    new RegExp(`(^|[,\\s])${name}\\s*=\\s*(\\(\\s*\\)|\\(?self\\)?(?!\\s*"))`).test(value),
  );
  return barred.length === 0 ? [] : [{ kind: "costs", code: "permissions", value: barred.join(", ") }];
}
