/**
 * The plots of the stories as a grammar. A plot is a list of steps, a step a list of wordings, one of which is told.
 *   {hero}            a word that the storyteller chose for this story (story-cast.ts), or a rule (story-phrases.ts)
 *   {hero.he}         a pronoun: he, him, his, in the form for that person; {hero.He} at the start of a sentence
 *   {a gift}          the word with "a" or "an" before it
 */

import type { Plot } from "./story-phrases.ts";

const LOST: Plot = [
  [
    "One {weather} {part}, {hero.his} {look} {thing} was gone.",
    "One {weather} {part}, {hero} could not find {hero.his} {look} {thing}.",
    "On {time}, {hero} wanted to go for a walk, but {hero.his} {look} {thing} was not there.",
  ],
  [
    "{hero.He} looked {spot1} and {spot2}, but it was not there.",
    "First {hero.he} looked {spot1}. Then {hero.he} looked {spot2}. There was nothing.",
    "{hero.He} searched {spot1}. No {thing}! {hero.He} searched {spot2}. No {thing}!",
  ],
  [
    '"Have you seen my {look} {thing}?" {hero.he} asked.',
    '"Where is my {thing}?" asked {hero}.',
    '"Oh dear, I have lost my {thing}," said {hero}.',
  ],
  [
    '"No," {said} {friend} the {friend.kind}, "but I will help you look."',
    '"Let us look together," {said} {friend} {gladly}.',
    '"Four eyes see more than two," {said} {friend}.',
  ],
  [
    "They went to {helper} the {helper.kind}, who was {busy}.",
    "On the way they met {helper} the {helper.kind}, who was {busy}.",
  ],
  [
    '"I saw something {look} {spot3}," {said} {helper}.',
    '"The wind was wild last night," {said} {helper}. "Try to look {spot3}."',
  ],
  [
    "They ran as fast as they could. And there it was, {spot3}!",
    "They went there at once, and {spot3} lay the {thing}.",
    "{friend} saw it first. The {thing} was {spot3}!",
  ],
  [
    '"Thank you," said {hero}. "With friends, nothing stays lost for long."',
    '"You are the best friends in the world!" said {hero}.',
    "{hero} held the {thing} close and thanked them both.",
  ],
];

const GIFT: Plot = [
  [
    "It was nearly the birthday of {friend} the {friend.kind}.",
    "{friend} the {friend.kind} was ill and had to stay in bed.",
    "{friend} the {friend.kind} felt sad and did not know why.",
    "{friend} the {friend.kind} had always helped {hero}.",
  ],
  [
    '"I will {make} {a gift} for {friend}," thought {hero}.',
    "So {hero} wanted to {make} {a gift} for {friend.him}.",
  ],
  [
    "But there was no {material} left in the house.",
    "But {hero.he} had no {material}.",
    "{hero.He} looked in every drawer, but all the {material} was used up.",
  ],
  [
    "{hero.He} went to {helper} the {helper.kind}, who was {busy}.",
    "{hero.He} knocked at the door of {helper} the {helper.kind}.",
  ],
  [
    '"May I have some {material}?" asked {hero}. "I will help you with your work."',
    '"I need some {material}," said {hero}. "What can I do for you?"',
  ],
  [
    '"Take what you need," {said} {helper}. "Just sing me a song."',
    '"Of course," {said} {helper}. "Help me carry this water first."',
    '"A fair trade," {said} {helper} {gladly}. They worked side by side.',
  ],
  [
    "All night {hero} worked by the light of a candle. {hero.He} {made} the most beautiful {gift}.",
    "Slowly and with care, {hero} {made} {a lovely} {gift}.",
    "{hero.He} {made} the {gift}, and {hero.he} hummed while {hero.he} worked.",
  ],
  [
    '"Is that for me?" asked {friend}. "It is {praise}!"',
    '"{A gift}!" said {friend}. "And it is {praise}!"',
    "When {friend} saw the {gift}, {friend.his} eyes began to shine.",
  ],
];

const STORM: Plot = [
  [
    "One {part}, dark clouds came over the hill.",
    "One {part}, the wind began to howl, and the sky turned gray.",
    "The air was still, and the birds were silent. A storm was near.",
  ],
  [
    "{hero} thought of the {crop} in the garden.",
    '"My {crop}!" cried {hero}. "The storm will take them all!"',
    '"We must save the {crop}," said {hero}.',
  ],
  [
    "{hero.He} ran to {friend} the {friend.kind} and asked for help.",
    "{hero.He} rang the bell, and {friend} the {friend.kind} came running.",
  ],
  [
    '"I will bring {tool}," said {friend}.',
    '"I will call {helper}," said {friend}. "Three are better than two."',
    '"Do not be afraid," said {friend}. "I am here."',
  ],
  [
    "Soon {helper} the {helper.kind} came too, and they worked side by side.",
    "{helper} the {helper.kind} held the gate while the others worked.",
  ],
  [
    "They covered the {crop} with straw and old blankets.",
    "They carried all the {crop} into the barn, one basket after another.",
    "They built a small wall of stones around the {crop}.",
  ],
  [
    "Then the rain fell like a river from the sky.",
    "Thunder rolled over the roofs, and the rain drummed on the door.",
  ],
  [
    "In the morning the sun came back, and the {crop} were safe.",
    "When the storm was over, not one of the {crop} was lost.",
  ],
  [
    '"I could not have done it alone," said {hero}.',
    '"Many hands make a strong wall," said {helper}.',
    "A rainbow stood over the village, and everybody cheered.",
  ],
];

const LITTLE_ONE: Plot = [
  [
    "One {weather} {part}, {hero} heard a small voice {spot1}.",
    "On {time}, somebody was crying {spot1}.",
    "It was {time} when {hero} heard a soft cry {spot1}.",
  ],
  ["It was {a tiny} that had lost its way.", "There sat {a tiny}, all alone and cold."],
  [
    '"Why are you crying?" asked {hero}. "I want to go home," said the {tiny}.',
    '"Where do you live?" asked {hero}. "I do not know," said the {tiny}.',
  ],
  [
    "{hero} gave it warm milk and a crumb of cake.",
    "{hero} wrapped it in {a look} scarf.",
    "{hero} took it inside and made a bed of moss and wool.",
  ],
  [
    "Then {hero} went to ask {friend} the {friend.kind}, who was {busy}.",
    "The next morning they walked to {friend} the {friend.kind}.",
  ],
  [
    '"Its family is looking for it {spot2}," {said} {friend}.',
    '"I heard a mother calling {spot2}," {said} {friend} {gladly}.',
  ],
  ["They found the mother {spot2}, and how glad they all were!", "And {spot2} the whole family was waiting."],
  [
    '"Thank you for your kindness," said the mother.',
    "The next day there was {a look} {thing} at the door of {hero}. It was a thank you.",
    "The {tiny} waved until {hero} was out of sight.",
  ],
];

const LEARN: Plot = [
  [
    "{hero} wanted to learn to {skill}.",
    '"I wish I could {skill}," said {hero} one {weather} {part}.',
    "Everybody in the village could {skill}, but {hero} could not.",
  ],
  ["{hero.He} tried once and {first}.", "The first time, {hero.he} {first}."],
  [
    "{hero.He} tried again, and it was no better.",
    "{hero.He} tried a second time, and everybody laughed a little.",
  ],
  [
    '"I will never learn it," {hero.he} said.',
    '"It is too hard for me," said {hero}.',
    "{hero.He} wanted to give up.",
  ],
  ["{friend} the {friend.kind} had seen it all.", "Then {friend} the {friend.kind} came along."],
  [
    '"{tip}," {said} {friend}.',
    '"I fell many times before I learned it," {said} {friend}. "{tip}."',
    '"Do you want to know my secret?" asked {friend}. "{tip}."',
  ],
  [
    "{hero} practiced every day, in sun and in rain.",
    "So {hero} tried again, and again, and once more.",
    "For a week {hero} practiced {hidden}, where nobody could see.",
  ],
  ["And one {part} {hero.he} could {skill}!", "At last it worked. {hero} could {skill}!"],
  [
    '"You see," said {friend}, "slow steps go far."',
    "Even {helper} the {helper.kind} clapped.",
    '"Now teach me too," said {helper} the {helper.kind}.',
  ],
];

const SEED: Plot = [
  [
    "In spring, {helper} the {helper.kind} gave {hero} {a seed}.",
    "One {weather} {part}, {hero} found {a seed} {spot1}.",
  ],
  ['"What will it be?" asked {hero}.', '"It is so small," said {hero}. "What can it do?"'],
  [
    "{hero.He} put it into the dark earth and gave it water.",
    "{hero.He} planted it {bed} and sang it a song.",
  ],
  [
    "{hero.He} waited one day. Nothing happened. {hero.He} waited a week. Nothing happened.",
    "Days went by, and the earth stayed bare.",
    "The rain came, and the sun came, but no leaf came.",
  ],
  [
    '"Perhaps it is asleep," said {friend} the {friend.kind}.',
    '"Be patient," said {friend} the {friend.kind}. "Good things grow in their own time."',
    '"I will sit with you," said {friend} the {friend.kind}, and they waited together.',
  ],
  ["Then a green tip looked out of the earth!", "And one {part} there was a tiny green leaf."],
  ["It grew and grew, and by the end of summer there was {grown}.", "When autumn came, there was {grown}."],
  ["{hero} shared it with the whole village.", '"Half of the joy is yours," said {hero} to {friend}.'],
];

const SHARE: Plot = [
  [
    "One {weather} {part}, {hero} and {friend} the {friend.kind} saw {a look} {thing} {spot1}.",
    "{hero} and {friend} the {friend.kind} both wanted the same {look} {thing}.",
  ],
  [
    '"It is mine," said {hero}. "No, it is mine," said {friend}.',
    '"I saw it first," said {friend}. "But I need it more," said {hero}.',
  ],
  ["They pulled and pulled, and nobody let go.", "They did not speak a word for an hour."],
  [
    "{helper} the {helper.kind}, who was {busy}, heard the noise.",
    "At last they asked {helper} the {helper.kind}.",
  ],
  [
    '"What is {a thing} without a friend?" asked {helper}.',
    '"One of you may have it today, and one tomorrow," {said} {helper}.',
    '"I know a story about two goats on a bridge," {said} {helper} {gladly}.',
  ],
  [
    "{hero} looked at {friend}, and {friend} looked at {hero}. Then both began to laugh.",
    '"I am sorry," said {hero}. "So am I," said {friend}.',
  ],
  [
    "They put the {thing} {spot2}, where everybody could use it.",
    "They gave the {thing} to {helper}, who had none.",
    "From then on they shared it, one day each.",
  ],
];

const NIGHT: Plot = [
  [
    "One night {hero} could not sleep.",
    "It was late, and {hero} was still awake.",
    "In the middle of the night, {hero} woke up.",
  ],
  [
    "There was a strange sound {spot1}.",
    "Something went tap, tap, tap {spot1}.",
    "A little light moved {spot1}.",
  ],
  [
    '"Who is there?" {hero.he} asked, but nobody answered.',
    "{hero.He} took {a look} lantern and went outside.",
    "{hero.His} heart beat fast, but {hero.he} opened the door.",
  ],
  ["It was only {friend} the {friend.kind}!", "And who was it? It was {friend} the {friend.kind}!"],
  [
    '"What are you doing here?" asked {hero}.',
    '"You gave me a fright," said {hero}, and both of them laughed.',
  ],
  [
    '"I am looking at the stars," {said} {friend}. "Come and sit with me."',
    '"I could not sleep either," {said} {friend}.',
    '"I wanted to bring you {a thing}," {said} {friend}, "but it is dark."',
  ],
  [
    "They sat {view} and counted the stars.",
    "They drank warm milk and listened to the crickets.",
    "They saw a star fall over the forest, and each of them made a wish.",
  ],
];

export const PLOTS: readonly Plot[] = [LOST, GIFT, STORM, LITTLE_ONE, LEARN, SEED, SHARE, NIGHT];
