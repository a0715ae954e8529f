/** Whether a JOIN was signed by the device that it names, for this socket. */
import { createPublicKey, verify } from "node:crypto";
import { joinMessage, type ClientJoin } from "../shared/protocol/signaling.ts";

export function isSignedJoin({ payload }: ClientJoin, nonce: string, address: string): boolean {
  const { room, device, signature } = payload;
  try {
    // As a JWK, because reading the same 32 bytes from DER costs as much as the verification.
    const x = Buffer.from(device, "hex").toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, joinMessage(nonce, room, address), key, Buffer.from(signature, "hex"));
  } catch {
    return false; // not a point of the curve
  }
}
