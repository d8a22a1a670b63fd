/** A question about the example picture, and a rollout that answers it: what a model that was never trained on rollouts goes by. */
export interface Example {
  readonly question: string;
  readonly rollout: string;
}

/** The picture of the examples, as a digest says it. */
export const EXAMPLE_PICTURE = [
  'picture 640 x 480: 2 cups, 1 dog, 1 laptop',
  'o1 dog 2 7 5 12 d6',
  'o4 laptop 3 2 5 5 d5',
  'o2 cup 5 4 6 5 d5',
  'o3 cup 1 4 2 5 d5',
].join('\n');

/** Few and short, each of another kind: a model reads them before every question. */
export const EXAMPLES: readonly Example[] = [
  {
    question: 'How many cups are to the left of the laptop?',
    rollout: `<reason>Wanted: a number.</reason>
<plan>
cups = find("cup")
laptop = find("laptop")
left = relate(laptop, "left_of", cups)
number = count(left)
</plan>
<results>
cups = {o2, o3}
laptop = {o4}
left = {o3}
number = 1
</results>
<reason>The number is known.</reason>
<answer>value(number)</answer>`,
  },
  {
    question: 'Show me the nearest cup.',
    rollout: `<reason>Wanted: the mask of an object.</reason>
<plan>
cups = find("cup")
nearest = argmin(need(cups, "depth"), "depth")
</plan>
<results>
cups = {o2, o3}
nearest = {o2}
</results>
<reason>One object fits.</reason>
<answer>mask(need(nearest, "mask"))</answer>`,
  },
  {
    question: 'What colour is the dog?',
    rollout: `<reason>Wanted: a value of one object.</reason>
<plan>
dogs = find("dog")
dog = argmax(dogs, "area")
colour = query(need(dog, "attributes"), "color")
</plan>
<results>
dogs = {o1}
dog = {o1}
colour = "brown"
</results>
<reason>The colour is known.</reason>
<answer>value(colour)</answer>`,
  },
  {
    question: 'Is there a cat in the picture?',
    rollout: `<reason>Wanted: yes or no.</reason>
<plan>
cats = find("cat")
any = exist(cats)
</plan>
<results>
cats = {}
any = false
# "no cat among 4 objects"
</results>
<reason>There is none.</reason>
<answer>value(any)</answer>`,
  },
  {
    question: 'What is this picture about?',
    rollout: `<reason>Wanted: a summary.</reason>
<answer>summary()</answer>`,
  },
];
