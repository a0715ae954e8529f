/**
 * Runs in a page before its own scripts: takes the time from the contribution that the tab sends (its training has ended) to the certificate that it passes
 * on (it stands on the next head). Read off the wire, because what the page shows is up to 300 ms old.
 */

export interface ExchangeScope {
  /** Milliseconds, oldest first. */
  exchangesMs?: number[];
}

/** All functions in it are anonymous, because a bundler marks named ones. */
export function timeExchanges(): void {
  const scope = globalThis as ExchangeScope;
  scope.exchangesMs = [];
  const times = { contributedAtMs: 0 };
  // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its channel
  RTCDataChannel.prototype.send = new Proxy(RTCDataChannel.prototype.send, {
    apply(send, channel: RTCDataChannel, [frame]: [ArrayBufferView<ArrayBuffer>]) {
      // Header of 4 bytes, then CBOR: a map whose first entry is "kind", a text of 12 or 11 characters.
      const start = String.fromCharCode(
        ...new Uint8Array(frame.buffer, frame.byteOffset, Math.min(24, frame.byteLength)),
      );
      if (start.includes("dkindlcontribution") && times.contributedAtMs === 0)
        times.contributedAtMs = performance.now();
      if (start.includes("dkindkcertificate") && times.contributedAtMs > 0) {
        scope.exchangesMs?.push(performance.now() - times.contributedAtMs);
        times.contributedAtMs = 0;
      }
      Reflect.apply(send, channel, [frame]);
    },
  });
}
