/** The page's connections for the worker: loaded with the first start, because a visitor who only looks needs none. */
import type { OpenNetworkPort } from "../worker/api.ts";

export const openNetworkPort: OpenNetworkPort = async () => {
  const [{ hostTransport }, { createPeerjsTransport }] = await Promise.all([
    import("./transport/transport-host.ts"),
    import("./transport/peerjs-transport.ts"),
  ]);
  const { port1, port2 } = new MessageChannel();
  hostTransport(port1, (start, signer) => createPeerjsTransport({ ...start, signer }));
  return port2;
};
