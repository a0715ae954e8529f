import { expect, test } from "vitest";
import { HALF_OPEN_MS } from "../../../shared/protocol/limits.ts";
import { OFFERS_PER_SOURCE } from "../../../shared/transport/link-gate.ts";
import type { SignalRoute } from "../../../shared/transport/offer-precedence.ts";
import { WaitingOffers } from "../../../shared/transport/waiting-offers.ts";
import { createWorld } from "./rtc-world.ts";
import { addressOf, answerOf, offerOf } from "./signals.ts";

const OWN_CONNECTION = `dc_${"00".repeat(8)}`;

// A neighbour could offer in anybody's name and hold the link; whoever has the name was not heard any more.
test("a link that a neighbour made gives way to the offer that the server brings, and not the other way round", () => {
  const { built, receive, relay, kinds } = createWorld();
  relay(1, offerOf("dc_forged"));
  built[0]!.hooks.onOpen();
  receive(1, offerOf("dc_true"));
  expect(built.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  relay(1, offerOf("dc_forged_again")); // while the true one opens
  built[1]!.hooks.onOpen();
  relay(1, offerOf("dc_forged_again"));
  expect(built).toHaveLength(2);
  expect(kinds()).toEqual(["opened", "closed", "opened"]);
});

test("who answers a dial by way of a neighbour gives way too, and who answers by the server stays", () => {
  for (const [answer, expected] of [["relay", 2] as const, ["receive", 1] as const]) {
    const world = createWorld();
    world.transport.connect(addressOf(1));
    world.say({ type: "EXPIRE", src: addressOf(1) }); // so our offer goes by way of neighbours
    world[answer](1, answerOf(OWN_CONNECTION));
    world.built[0]!.hooks.onOpen();
    world.receive(1, offerOf("dc_true"));
    expect(world.built, answer).toHaveLength(expected);
  }
});

test("what neighbours offer in somebody's name does not use up what that one may offer", () => {
  const { built, receive, relay } = createWorld();
  for (let count = 0; count < 2 * OFFERS_PER_SOURCE; count++) relay(1, offerOf(`dc_forged_${count}`));
  expect(built).toHaveLength(OFFERS_PER_SOURCE);
  receive(1, offerOf("dc_true"));
  expect(built).toHaveLength(OFFERS_PER_SOURCE + 1);
});

test("nor does it take that one's place in the queue, unless nobody waits there any more", () => {
  const from = addressOf(1);
  const kept = (first: SignalRoute, second: SignalRoute, afterMs: number) => {
    const offers = new WaitingOffers();
    offers.add(from, offerOf("dc_first"), first, 0);
    offers.add(from, offerOf("dc_second"), second, afterMs);
    return offers.take(from)?.offer.payload.connectionId;
  };
  expect(kept("server", "neighbour", HALF_OPEN_MS - 1)).toBe("dc_first");
  expect(kept("server", "neighbour", HALF_OPEN_MS)).toBe("dc_second");
  expect(kept("server", "server", 1)).toBe("dc_second");
  expect(kept("neighbour", "server", 1)).toBe("dc_second");
});

test("an offer that crossed our dial, and comes late by the server, does not end the link that both ends chose", () => {
  const { clock, transport, built, receive, relay, say, kinds } = createWorld();
  transport.connect(addressOf(2000)); // higher than ours: our offer counts
  built[0]!.hooks.onSignal(offerOf(OWN_CONNECTION));
  say({ type: "EXPIRE", src: addressOf(2000) });
  relay(2000, answerOf(OWN_CONNECTION));
  built[0]!.hooks.onOpen();
  receive(2000, offerOf("dc_crossed"));
  expect(built).toHaveLength(1);
  clock.advanceBy(HALF_OPEN_MS); // nobody waits for an answer that long
  receive(2000, offerOf("dc_later"));
  expect(built).toHaveLength(2);
  expect(kinds()).toEqual(["signal", "opened", "closed"]);
});
