/** What a key is called when nobody gave it a name, and the short form of it that stands beside every name. */
import { must } from "../../core/assert.ts";
import { fromHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { PeerId } from "../../core/ids.ts";

/** 64 of them, nothing that judges, describes a body or is a person's name. Changing a word renames people. */
export const ADJECTIVES: readonly string[] = wordsOf(`
  Amber Autumn Azure Brave Bright Brisk Calm Cheerful Clear Clever Copper Cosy Crimson Curious Dappled Deft
  Dewy Eager Early Emerald Gentle Gilded Glad Golden Hopeful Humble Indigo Jolly Keen Lilac Lively Lucky
  Lunar Mellow Merry Mild Misty Mossy Nimble Noble Olive Patient Pearly Placid Quick Quiet Rosy Rustic
  Saffron Serene Silver Snowy Sparkling Starry Steady Sunny Swift Teal Velvet Vivid Warm Wise Woolly Woven`);

/** 128 of them: what grows, flies and lies about around a weaving village. */
export const NOUNS: readonly string[] = wordsOf(`
  Acorn Alder Apple Aspen Badger Barley Basket Beech Bell Birch Blanket Bluebell Bobbin Braid Bramble Breeze
  Brocade Brook Bumblebee Button Cedar Chestnut Clover Comet Cornflower Crane Cricket Curlew Daffodil Damask Deer Distaff
  Dormouse Dove Dragonfly Elm Fern Finch Firefly Flax Fleece Foxglove Garden Goldcrest Hare Harvest Hawthorn Hazelnut
  Hedgehog Heron Honeybee Juniper Kestrel Kettle Kingfisher Lace Ladybird Lamb Lantern Larch Lark Lavender Linen Linnet
  Loom Lupin Maple Marigold Meadow Mitten Moon Moth Muslin Nettle Nightingale Oak Orchard Oriole Otter Owl
  Pebble Pinecone Plover Pony Poplar Primrose Puffin Quilt Quince Rainbow Reed Ribbon River Robin Rowan Rye
  Scarf Shawl Shuttle Silk Skein Snowdrop Snowflake Sorrel Sparrow Spindle Squirrel Stitch Swan Tapestry Tassel Thicket
  Thimble Thistle Thread Thyme Tulip Tweed Twill Valley Walnut Warp Weft Willow Windmill Woodpecker Wren Yarn`);

/** Two digits; those above and below mean things to some people that a volunteer did not choose to say. */
const LEAST_NUMBER = 20;
const NUMBER_COUNT = 48;

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * "Amber Heron 27". Two keys can share one of these 393,216 names, and a key can be searched that has a certain name, so it never
 * stands without the fingerprint.
 * @param key public key of a root or device
 */
export function pseudonymOf(key: PeerId): string {
  // Of the hash, so that name and fingerprint show different bits.
  const [adjective = 0, noun = 0, high = 0, low = 0] = sha256(fromHex(key));
  const number = LEAST_NUMBER + ((256 * high + low) % NUMBER_COUNT);
  return `${wordAt(ADJECTIVES, adjective)} ${wordAt(NOUNS, noun)} ${number}`;
}

/** The lists' lengths divide 256, so every word is equally likely. */
function wordAt(words: readonly string[], byte: number): string {
  return must(words[byte % words.length], "no words");
}

/** "3f9a 81c2 77d0": the first 48 bits of a key, for people to compare. Programs compare keys. */
export function fingerprintOf(key: PeerId): string {
  return `${key.slice(0, 4)} ${key.slice(4, 8)} ${key.slice(8, 12)}`;
}
