/**
 * The first two messages of a link, in both directions: hello (versions, project, key, nonce), then a signature that ties the key to
 * this very link. Until both ends have it, nothing else is said, and nobody is believed to be anybody.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Signer, Verifier } from "../../ports/signatures.ts";
import { authBytes } from "../../protocol/auth.ts";
import type { Message } from "../../protocol/message.ts";
import { commonVersion, OLDEST_VERSION, PROTOCOL_VERSION } from "../../protocol/version.ts";

export const NONCE_BYTES = 32;

/** Who we are, the same on every link. */
export interface Identity {
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly project: Hash;
  readonly address: string;
}

export type HandshakeOutcome =
  | { readonly kind: "authenticated"; readonly device: PeerId }
  /** We do not fit together, and nobody is to blame. */
  | { readonly kind: "refused"; readonly reason: string }
  /** What no peer of ours does. Whose key was named stays unproven, so only the address can be blamed. */
  | { readonly kind: "hostile"; readonly reason: string };

export interface HandshakePorts {
  readonly send: (message: Message) => void;
  /** Called once at most. */
  readonly finish: (outcome: HandshakeOutcome) => void;
}

type Hello = Extract<Message, { readonly kind: "hello" }>;

export class Handshake {
  readonly #own: Identity;
  readonly #theirAddress: string;
  readonly #binding: Uint8Array;
  readonly #nonce: Uint8Array;
  readonly #ports: HandshakePorts;
  #hello: Hello | undefined;
  #isAuthSent = false;
  #isTheirsGood = false;
  #isFinished = false;

  /** @param nonce NONCE_BYTES that were never used before */
  constructor(
    own: Identity,
    theirAddress: string,
    binding: Uint8Array,
    nonce: Uint8Array,
    ports: HandshakePorts,
  ) {
    this.#own = own;
    this.#theirAddress = theirAddress;
    this.#binding = binding;
    this.#nonce = nonce;
    this.#ports = ports;
  }

  start(): void {
    this.#ports.send({
      kind: "hello",
      version: PROTOCOL_VERSION,
      oldest: OLDEST_VERSION,
      project: this.#own.project,
      device: this.#own.signer.device,
      nonce: this.#nonce,
    });
  }

  receive(message: Message): void {
    if (this.#isFinished) return;
    if (message.kind === "hello" && this.#hello === undefined) this.#onHello(message);
    else if (message.kind === "auth" && this.#hello !== undefined)
      this.#onAuth(this.#hello, message.signature);
    else this.#finish({ kind: "hostile", reason: `${message.kind} before its time` });
  }

  #onHello(hello: Hello): void {
    const reason = this.#misfit(hello);
    if (reason !== undefined) {
      this.#finish({ kind: "refused", reason });
      return;
    }
    this.#hello = hello;
    const bytes = authBytes(this.#binding, hello.nonce, this.#own.address, this.#theirAddress);
    this.#own.signer.sign(bytes).then(
      (signature) => {
        if (this.#isFinished) return;
        this.#ports.send({ kind: "auth", signature });
        this.#isAuthSent = true;
        this.#conclude(hello);
      },
      () => this.#finish({ kind: "refused", reason: "this device could not sign" }),
    );
  }

  #onAuth(hello: Hello, signature: Uint8Array): void {
    const bytes = authBytes(this.#binding, this.#nonce, this.#theirAddress, this.#own.address);
    if (this.#isTheirsGood || !this.#own.verifier.verify(hello.device, bytes, signature)) {
      this.#finish({ kind: "hostile", reason: "its signature does not fit this link" });
      return;
    }
    this.#isTheirsGood = true;
    this.#conclude(hello);
  }

  /** Both: we may speak only when our own signature is ahead of what we say. */
  #conclude(hello: Hello): void {
    if (this.#isAuthSent && this.#isTheirsGood) {
      this.#finish({ kind: "authenticated", device: hello.device });
    }
  }

  #misfit(hello: Hello): string | undefined {
    if (commonVersion(hello) === null) {
      const ours = `${OLDEST_VERSION} to ${PROTOCOL_VERSION}`;
      return `version mismatch: it speaks ${hello.oldest} to ${hello.version}, this side ${ours}`;
    }
    if (hello.project !== this.#own.project) return "it trains another project";
    if (hello.device === this.#own.signer.device) return "it is this device itself, in another tab";
    return undefined;
  }

  #finish(outcome: HandshakeOutcome): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#ports.finish(outcome);
  }
}
