/**
 * Who lives in the village of the stories, and what there is. A name always means the same person with the same home and
 * nature, in every story, so that a model can learn to know them.
 */

export interface Person {
  readonly name: string;
  /** "weaver": takes "a" or "an" by its sound. */
  readonly kind: string;
  readonly nature: string;
  readonly pronoun: "she" | "he";
  readonly home: string;
  /** A skill that this person need not learn. */
  readonly knows?: string;
}

export const PEOPLE: readonly Person[] = [
  {
    name: "Mara",
    kind: "weaver",
    nature: "patient",
    pronoun: "she",
    home: "in the blue house by the mill",
    knows: "weave",
  },
  {
    name: "Tobin",
    kind: "baker",
    nature: "cheerful",
    pronoun: "he",
    home: "above the bakery on the square",
    knows: "bake bread",
  },
  { name: "Elsa", kind: "gardener", nature: "gentle", pronoun: "she", home: "behind the long garden wall" },
  { name: "Anton", kind: "miller", nature: "strong", pronoun: "he", home: "in the old mill on the hill" },
  { name: "Ida", kind: "beekeeper", nature: "calm", pronoun: "she", home: "at the end of the apple lane" },
  { name: "Hugo", kind: "carpenter", nature: "careful", pronoun: "he", home: "next to the wooden bridge" },
  { name: "Lotta", kind: "shepherd", nature: "brave", pronoun: "she", home: "in a hut on the green hill" },
  { name: "Nora", kind: "potter", nature: "quiet", pronoun: "she", home: "in the red house near the well" },
  {
    name: "Emil",
    kind: "fisherman",
    nature: "dreamy",
    pronoun: "he",
    home: "in a boat on the river",
    knows: "row a boat",
  },
  { name: "Rosa", kind: "painter", nature: "curious", pronoun: "she", home: "in a white tower by the lake" },
  { name: "Bramble", kind: "hedgehog", nature: "shy", pronoun: "he", home: "under the hazel hedge" },
  { name: "Pip", kind: "mouse", nature: "tiny", pronoun: "he", home: "in a teapot behind the bakery" },
  { name: "Fern", kind: "rabbit", nature: "quick", pronoun: "she", home: "in a burrow near the meadow" },
  {
    name: "Otto",
    kind: "owl",
    nature: "wise",
    pronoun: "he",
    home: "at the top of the tall pine",
    knows: "tell stories",
  },
  {
    name: "Luna",
    kind: "cat",
    nature: "proud",
    pronoun: "she",
    home: "on the warm roof of the mill",
    knows: "climb",
  },
  {
    name: "Hazel",
    kind: "squirrel",
    nature: "busy",
    pronoun: "she",
    home: "inside the hollow oak",
    knows: "climb",
  },
  { name: "Moss", kind: "toad", nature: "slow", pronoun: "he", home: "beside the quiet pond", knows: "swim" },
  {
    name: "Poppy",
    kind: "duck",
    nature: "merry",
    pronoun: "she",
    home: "among the reeds of the lake",
    knows: "swim",
  },
  { name: "Rowan", kind: "fox", nature: "clever", pronoun: "he", home: "under the roots of the elm" },
  { name: "Willow", kind: "deer", nature: "graceful", pronoun: "she", home: "at the edge of the forest" },
  { name: "Basil", kind: "badger", nature: "grumpy", pronoun: "he", home: "deep under the fern bank" },
  {
    name: "Clover",
    kind: "goat",
    nature: "stubborn",
    pronoun: "she",
    home: "on the rocks above the village",
  },
  {
    name: "Tilly",
    kind: "hen",
    nature: "proper",
    pronoun: "she",
    home: "in the yard behind the mill",
    knows: "climb",
  },
  {
    name: "Ned",
    kind: "otter",
    nature: "playful",
    pronoun: "he",
    home: "below the little waterfall",
    knows: "swim",
  },
];

/** Things that somebody owns and may miss. */
export const THINGS: readonly string[] = [
  "basket",
  "hat",
  "lantern",
  "kettle",
  "spoon",
  "button",
  "whistle",
  "key",
  "blanket",
  "drum",
  "umbrella",
  "apron",
  "scarf",
  "bell",
  "ribbon",
  "cup",
  "brush",
  "mirror",
];

export const LOOKS: readonly string[] = [
  "red",
  "blue",
  "green",
  "yellow",
  "little",
  "old",
  "golden",
  "striped",
  "silver",
  "orange",
];

/** Where a thing may lie. */
export const SPOTS: readonly string[] = [
  "under the bridge",
  "behind the oven",
  "in the tall grass",
  "on top of the gate",
  "under the apple tree",
  "beside the well",
  "behind the barn",
  "in the empty boat",
  "between the flower pots",
  "on the garden wall",
  "under the long bench",
  "near the beehives",
  "in the hay",
  "among the reeds",
  "on the lowest branch of the oak",
  "behind the bakery",
];

export interface Gift {
  readonly name: string;
  readonly make: string;
  readonly made: string;
  /** What it takes: a mass noun, so that it needs no article. */
  readonly material: string;
  readonly praise: string;
}

export const GIFTS: readonly Gift[] = [
  { name: "scarf", make: "knit", made: "knitted", material: "wool", praise: "so soft" },
  { name: "blanket", make: "weave", made: "wove", material: "yarn", praise: "so warm" },
  { name: "carpet", make: "weave", made: "wove", material: "fine thread", praise: "soft under the feet" },
  { name: "honey cake", make: "bake", made: "baked", material: "honey", praise: "so sweet" },
  { name: "apple pie", make: "bake", made: "baked", material: "flour", praise: "still warm" },
  { name: "loaf of bread", make: "bake", made: "baked", material: "rye", praise: "still warm" },
  { name: "wooden boat", make: "carve", made: "carved", material: "soft wood", praise: "as light as a leaf" },
  { name: "flute", make: "carve", made: "carved", material: "reed", praise: "full of music" },
  { name: "clay bowl", make: "shape", made: "shaped", material: "river clay", praise: "round like the moon" },
  { name: "kite", make: "build", made: "built", material: "thin paper", praise: "ready to fly" },
  { name: "lantern", make: "build", made: "built", material: "glass", praise: "bright as a star" },
  { name: "basket", make: "weave", made: "wove", material: "straw", praise: "strong and pretty" },
  { name: "picture", make: "paint", made: "painted", material: "blue paint", praise: "like a window" },
  { name: "pillow", make: "sew", made: "sewed", material: "linen", praise: "soft as a cloud" },
];

/** What one can learn: "to …", and how it is shown. */
export const SKILLS: readonly { readonly skill: string; readonly first: string; readonly tip: string }[] = [
  { skill: "swim", first: "sank like a stone", tip: "Breathe slowly and trust the water" },
  { skill: "whistle", first: "made no sound at all", tip: "Make your lips small and round" },
  { skill: "weave", first: "tied the thread in a knot", tip: "Pull softly and never hurry" },
  { skill: "dance", first: "fell into the flowers", tip: "Listen first, and move after" },
  { skill: "bake bread", first: "burned the dough", tip: "Let the dough rest in the warm corner" },
  { skill: "sing", first: "scared all the birds away", tip: "Start with a quiet song" },
  { skill: "skate", first: "slid into the snow", tip: "Bend your knees and look ahead" },
  { skill: "climb", first: "slipped after one step", tip: "Move one foot at a time" },
  { skill: "row a boat", first: "turned in a circle", tip: "Pull with both arms together" },
  { skill: "tell stories", first: "forgot the ending", tip: "Begin with something that you love" },
];

export const SEEDS: readonly { readonly seed: string; readonly grown: string }[] = [
  { seed: "pumpkin seed", grown: "an orange pumpkin as big as a barrel" },
  { seed: "apple seed", grown: "a young tree with three apples" },
  { seed: "sunflower seed", grown: "a sunflower taller than the door" },
  { seed: "bean", grown: "a bean plant that reached the roof" },
  { seed: "pea", grown: "a row of sweet green peas" },
  { seed: "poppy seed", grown: "a bed of red poppies" },
  { seed: "acorn", grown: "a small oak with seven leaves" },
  { seed: "plum stone", grown: "a plum tree white with blossoms" },
  { seed: "onion", grown: "a tall onion with a purple flower" },
];
