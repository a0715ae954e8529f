/** The small phrases of the stories, and how a story begins and ends; the grammar is explained in story-plots.ts. */

/** Steps in order; each is told in one of its wordings. */
export type Plot = readonly (readonly string[])[];

/** Small phrases without memory: each use is a new choice. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  weather: ["sunny", "windy", "misty", "cold", "warm", "quiet", "golden", "rainy", "bright", "clear"],
  part: ["morning", "afternoon", "evening", "day"],
  time: ["{a weather} {part}"],
  habit: [
    "opened the window and listened to the birds",
    "watered the flowers by the door",
    "walked along the river",
    "drank a cup of mint tea",
    "swept the floor and sang",
    "said hello to the sun",
    "counted the clouds",
    "ate a slice of bread with honey",
  ],
  said: ["said", "answered", "replied"],
  busy: [
    "picking apples",
    "mending a net",
    "stirring a pot of soup",
    "resting in the shade",
    "feeding the geese",
    "washing the windows",
    "reading a thick book",
    "stacking wood",
    "looking at the clouds",
  ],
  gladly: ["with a smile", "kindly", "softly", "at once", "with a laugh", "warmly"],
  happy: ["happy", "glad", "proud", "full of joy"],
  feast: [
    "drank tea and ate plum cake",
    "sat by the fire and told stories",
    "shared a bowl of soup",
    "sang until the moon came up",
    "danced in the kitchen",
    "ate warm bread with butter",
  ],
  lovely: ["lovely", "fine", "beautiful", "charming", "splendid"],
  tool: ["a rope", "a long ladder", "two buckets", "some sacks", "a lantern"],
  bed: [
    "behind the house",
    "by the garden wall",
    "beside the well",
    "under the kitchen window",
    "near the gate",
  ],
  hidden: ["behind the barn", "in the forest", "by the pond", "behind the mill", "under the bridge"],
  view: ["on the garden wall", "on the hill", "by the river", "on the bridge", "on the roof"],
  night: [
    "The moon rose over the village.",
    "The stars came out one by one.",
    "The lamps were lit along the lane.",
    "The wind grew quiet.",
    "The river hummed its soft song.",
  ],
};

export const OPENING: Plot = [
  [
    "{hero} the {hero.kind} lived {hero.home}.",
    "{hero} was {a hero.nature} {hero.kind} who lived {hero.home}.",
    "There once was {a hero.nature} {hero.kind} named {hero}, who lived {hero.home}.",
    "In a small village lived {hero}, {a hero.nature} {hero.kind}. {hero.His} home was {hero.home}.",
  ],
  [
    "Every morning {hero.he} {habit}.",
    "Each day {hero.he} {habit}.",
    "{hero.He} liked to sit outside, and {hero.his} best friend was {friend} the {friend.kind}.",
    "",
  ],
];

export const CLOSING: Plot = [
  [
    "{night} {hero} went home and slept well.",
    "{night} It had been a good day.",
    "Then they {feast}.",
    "In the evening they {feast}.",
    "From that day on, {hero} and {friend} were the best of friends.",
    "And {hero} was {happy}.",
    "That night {hero} smiled and fell asleep.",
    "{night} Then the whole village slept.",
  ],
];

export const CROPS: readonly string[] = [
  "beans",
  "apples",
  "pumpkins",
  "carrots",
  "roses",
  "cabbages",
  "tulips",
  "pears",
];

export const TINY_ONES: readonly string[] = [
  "duckling",
  "kitten",
  "lamb",
  "young owl",
  "baby hare",
  "little bear",
  "chick",
];
