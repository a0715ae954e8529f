/** Runs in a page before its own scripts: takes the time of each certificate that the tab passes on, which is when it stands on the next head. Read off the wire. */

export interface CommitScope {
  /** Round, and milliseconds since 1970. */
  commitsMs?: Map<number, number>;
}

/** All functions in it are anonymous, because a bundler marks named ones. */
export function timeCommits(): void {
  const scope = globalThis as CommitScope;
  scope.commitsMs = new Map();
  // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its channel
  RTCDataChannel.prototype.send = new Proxy(RTCDataChannel.prototype.send, {
    apply(send, channel: RTCDataChannel, [frame]: [ArrayBufferView<ArrayBuffer>]) {
      const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
      const text = String.fromCharCode(...bytes);
      // Header of 4 bytes, then CBOR: a map whose first entry is "kind". In the commit, "round" is a text of 5 characters before a whole number.
      const at = text.startsWith("dkindkcertificate", 5) ? text.indexOf("eround") + 6 : 5;
      if (at > 5) {
        const [first = 0, second = 0, third = 0] = bytes.subarray(at);
        const round = first < 24 ? first : first === 24 ? second : second * 256 + third;
        if (scope.commitsMs?.has(round) === false) scope.commitsMs.set(round, Date.now());
      }
      Reflect.apply(send, channel, [frame]);
    },
  });
}
