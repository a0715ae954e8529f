/**
 * The built-in project: small stories from a village of weavers, bakers and animals, told by a grammar from a seed. They
 * need no download, so that a tab has something to learn in its first second; their words are few and their grammar is
 * right, so that a small model writes readable ones within minutes. The same seed gives the same bytes everywhere.
 */
import { assert, must } from "../core/assert.ts";
import { createRandom, type Random } from "../core/random.ts";
import { GIFTS, LOOKS, PEOPLE, type Person, SEEDS, SKILLS, SPOTS, THINGS } from "./story-cast.ts";
import { CLOSING, CROPS, OPENING, RULES, TINY_ONES } from "./story-phrases.ts";
import { PLOTS } from "./story-plots.ts";

const DEFAULT_SEED = "tabloom stories 1";
const DEFAULT_CHARACTERS = 1_000_000;

export interface StoryOptions {
  readonly seed?: string;
  /** The text ends with the first story that reaches this length. */
  readonly characterCount?: number;
}

/** Stories in ASCII, one paragraph each, a blank line between two. */
export function generateStories(options: StoryOptions = {}): string {
  const { seed = DEFAULT_SEED, characterCount = DEFAULT_CHARACTERS } = options;
  const dice = new Dice(createRandom(seed));
  const stories: string[] = [];
  for (let length = 0; length < characterCount; length += stories.at(-1)!.length + 1)
    stories.push(tellStory(dice));
  return stories.join("\n");
}

/** Who and what this story is about: the meaning of the words in braces. */
interface Scene {
  readonly people: Readonly<Record<string, Person>>;
  readonly words: Readonly<Record<string, string>>;
}

function tellStory(dice: Dice): string {
  const scene = chooseScene(dice);
  const steps = [...OPENING, ...dice.pick(PLOTS), ...CLOSING];
  const sentences = steps.map((wordings) => tell(dice.pick(wordings), scene, dice));
  return `${sentences.filter((sentence) => sentence !== "").join(" ")}\n`;
}

function chooseScene(dice: Dice): Scene {
  const [hero, friend, helper] = dice.pickThree(PEOPLE);
  const [spot1, spot2, spot3] = dice.pickThree(SPOTS);
  const { name: gift, ...making } = dice.pick(GIFTS);
  const words = {
    ...dice.pick(SKILLS.filter(({ skill }) => skill !== hero.knows)),
    ...dice.pick(SEEDS),
    ...making,
    gift,
    spot1,
    spot2,
    spot3,
    thing: dice.pick(THINGS),
    look: dice.pick(LOOKS),
    crop: dice.pick(CROPS),
    tiny: dice.pick(TINY_ONES),
  };
  return { people: { hero, friend, helper }, words };
}

/** Replaces {word}, {a word} and {A word} until no brace is left. */
function tell(template: string, scene: Scene, dice: Dice): string {
  return template.replace(
    /\{(?:([aA]) )?(\w+)(?:\.(\w+))?\}/g,
    (_match, article: string | undefined, word: string, form: string | undefined) => {
      const person = scene.people[word];
      const phrase =
        person === undefined
          ? (scene.words[word] ?? tell(dice.pick(must(RULES[word], `no rule for {${word}}`)), scene, dice))
          : wordFor(person, form);
      if (article === undefined) return phrase;
      return `${article}${/^[aeiou]/.test(phrase) ? "n" : ""} ${phrase}`;
    },
  );
}

function wordFor(person: Person, form: string | undefined): string {
  const isShe = person.pronoun === "she";
  switch (form) {
    case undefined:
      return person.name;
    case "kind":
    case "nature":
    case "home":
      return person[form];
    case "he":
      return person.pronoun;
    case "He":
      return isShe ? "She" : "He";
    case "him":
      return isShe ? "her" : "him";
    case "his":
      return isShe ? "her" : "his";
    default:
      assert(form === "His", `no form .${form} of a person`);
      return isShe ? "Her" : "His";
  }
}

/** Choices in order, each from the next word of the random stream. */
class Dice {
  readonly #random: Random;
  #throwCount = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  pick<T>(choices: readonly T[]): T {
    return must(choices[this.#below(choices.length)], "nothing to choose from");
  }

  /** Three different elements. */
  pickThree<T>(choices: readonly T[]): readonly [T, T, T] {
    const first = this.#below(choices.length);
    const second = (first + 1 + this.#below(choices.length - 1)) % choices.length;
    const rest = choices.filter((_, index) => index !== first && index !== second);
    return [choices[first]!, choices[second]!, this.pick(rest)];
  }

  #below(limit: number): number {
    return this.#random.below(limit, this.#throwCount++);
  }
}
