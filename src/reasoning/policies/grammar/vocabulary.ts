import type { MeasureKey } from '../../../twin/query/measures.ts';
import type { Predicate } from '../../../twin/relations/types.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((word) => word !== ''));

/** Colour words and the names that twins use. */
export const COLORS: ReadonlyMap<string, string> = new Map([
  ...[
    'red',
    'orange',
    'yellow',
    'green',
    'blue',
    'purple',
    'pink',
    'brown',
    'black',
    'white',
    'gray',
    'cyan',
  ].map((color) => [color, color] as const),
  ['grey', 'gray'],
  ['violet', 'purple'],
  ['lilac', 'purple'],
  ['magenta', 'pink'],
  ['turquoise', 'cyan'],
  ['teal', 'cyan'],
  ['silver', 'gray'],
  ['golden', 'yellow'],
  ['gold', 'yellow'],
  ['beige', 'brown'],
  ['tan', 'brown'],
  ['crimson', 'red'],
  ['scarlet', 'red'],
  ['navy', 'blue'],
]);

/** Size adjectives and the values of the attribute `size`. */
export const SIZES: ReadonlyMap<string, 'large' | 'small'> = new Map([
  ['large', 'large'],
  ['big', 'large'],
  ['huge', 'large'],
  ['giant', 'large'],
  ['enormous', 'large'],
  ['small', 'small'],
  ['little', 'small'],
  ['tiny', 'small'],
  ['mini', 'small'],
]);

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, value]),
);

export const numberOfWord = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  return /^\d{1,4}$/.test(word) ? Number(word) : NUMBER_WORDS.get(word);
};

export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
]);

/** Which object of a set a superlative picks. */
export type Extreme =
  | { readonly pick: 'argmax' | 'argmin'; readonly key: MeasureKey }
  | { readonly pick: 'best'; readonly use: string };

const max = (key: MeasureKey): Extreme => ({ pick: 'argmax', key });
const min = (key: MeasureKey): Extreme => ({ pick: 'argmin', key });

export const SUPERLATIVES: ReadonlyMap<string, Extreme> = new Map<string, Extreme>([
  ['leftmost', min('x')],
  ['rightmost', max('x')],
  ['topmost', min('y')],
  ['uppermost', min('y')],
  ['highest', min('y')],
  ['bottommost', max('y')],
  ['lowermost', max('y')],
  ['lowest', max('y')],
  ['largest', max('area')],
  ['biggest', max('area')],
  ['smallest', min('area')],
  ['littlest', min('area')],
  ['tiniest', min('area')],
  ['tallest', max('height')],
  ['shortest', min('height')],
  ['widest', max('width')],
  ['longest', max('width')],
  ['narrowest', min('width')],
  ['nearest', min('depth')],
  ['closest', min('depth')],
  ['frontmost', min('depth')],
  ['foremost', min('depth')],
  ['farthest', max('depth')],
  ['furthest', max('depth')],
  ['backmost', max('depth')],
  ['fastest', { pick: 'best', use: 'be fast' }],
  ['heaviest', { pick: 'best', use: 'be heavy' }],
  ['healthiest', { pick: 'best', use: 'be healthy' }],
  ['sweetest', { pick: 'best', use: 'be sweet' }],
  ['priciest', { pick: 'best', use: 'be expensive' }],
  ['friendliest', { pick: 'best', use: 'be friendly' }],
  ['deadliest', { pick: 'best', use: 'be dangerous' }],
  ['scariest', { pick: 'best', use: 'be dangerous' }],
  ['sharpest', { pick: 'best', use: 'cut' }],
  ['softest', { pick: 'best', use: 'hug' }],
]);

/** Comparatives with the measure that they compare; `best` uses are not measured, so they are left out. */
export const COMPARATIVES: ReadonlyMap<string, { readonly key: MeasureKey; readonly more: boolean }> =
  new Map([
    ['bigger', { key: 'area', more: true }],
    ['larger', { key: 'area', more: true }],
    ['smaller', { key: 'area', more: false }],
    ['taller', { key: 'height', more: true }],
    ['shorter', { key: 'height', more: false }],
    ['wider', { key: 'width', more: true }],
    ['longer', { key: 'width', more: true }],
    ['narrower', { key: 'width', more: false }],
    ['closer', { key: 'depth', more: false }],
    ['nearer', { key: 'depth', more: false }],
    ['farther', { key: 'depth', more: true }],
    ['further', { key: 'depth', more: true }],
    ['higher', { key: 'y', more: false }],
    ['lower', { key: 'y', more: true }],
  ] as const);

/** Words before a noun that place it: "the left horse". */
export const POSITION_ADJECTIVES: ReadonlyMap<string, Extreme> = new Map<string, Extreme>([
  ['left', min('x')],
  ['right', max('x')],
  ['top', min('y')],
  ['upper', min('y')],
  ['bottom', max('y')],
  ['lower', max('y')],
  ['front', min('depth')],
  ['back', max('depth')],
  ['rear', max('depth')],
]);

/** Phrases that relate two things; longer phrases first where one begins another (sorted below). */
const RELATION_TABLE: readonly (readonly [Predicate, string])[] = [
  [
    'left_of',
    'to the left of|on the left of|to the left side of|on the left side of|at the left of|left of|left from|on the left hand side of|to the left from',
  ],
  [
    'right_of',
    'to the right of|on the right of|to the right side of|on the right side of|at the right of|right of|right from|on the right hand side of|to the right from',
  ],
  ['above', 'above|over|higher than|up above'],
  ['below', 'below|under|underneath|beneath|lower than|at the bottom of|at the foot of'],
  [
    'in_front_of',
    'in front of|ahead of|nearer than|closer than|closer to the camera than|nearer to the camera than|closer to us than|before',
  ],
  [
    'behind',
    'behind|in back of|at the back of|farther than|further than|farther away than|further away than|beyond|in the back of',
  ],
  ['on', 'on top of|on|upon|atop|onto|resting on'],
  ['inside', 'inside of|inside|in|within|into'],
  [
    'near',
    'next to|near to|near|nearby|close to|beside|by|adjacent to|alongside|around|at|against|along with|together with|surrounding|by the side of|at the side of',
  ],
  ['overlapping', 'touching|overlapping|overlapping with|attached to|in contact with'],
];

export const RELATION_PHRASES: readonly {
  readonly words: readonly string[];
  readonly predicate: Predicate;
}[] = RELATION_TABLE.flatMap(([predicate, phrases]) =>
  phrases.split('|').map((phrase) => ({ words: phrase.split(' '), predicate })),
).toSorted((a, b) => b.words.length - a.words.length);

/** The relation phrase that begins at an index, if any. */
export function relationAt(words: readonly string[], index: number) {
  return RELATION_PHRASES.find((phrase) =>
    phrase.words.every((word, offset) => words[index + offset] === word),
  );
}

/** Prepositions of a setting ("on the beach"): with a place that the detector does not know they are left out. */
export const SETTING_WORDS = words(
  'on in at inside within onto into upon along across through from by near around under over against',
);

/** What a thing in a place outside the detector's vocabulary is surely good for: what is in the sky flies. */
export const SETTING_USES: readonly {
  readonly place: RegExp;
  readonly phrase: RegExp;
  readonly use: string;
}[] = [
  { place: /^(?:sky|air|clouds?)$/, phrase: /^in /, use: 'fly' },
  {
    place: /^(?:water|sea|ocean|lake|river|pond|harbou?r|waves?)$/,
    phrase: /^(?:on|in|at) /,
    use: 'travel on water',
  },
  { place: /^(?:rails?|tracks?|railway)$/, phrase: /^on /, use: 'run on rails' },
  { place: /^(?:walls?|ceiling|hook|hooks)$/, phrase: /^(?:on|from) /, use: 'hang on a wall' },
  { place: /^(?:string|rope)$/, phrase: /^on /, use: 'fly on a string' },
  {
    place:
      /^(?:shelf|counter|countertop|desk|table|dining table|plate|tray|cabinet|dresser|nightstand|windowsill)$/,
    phrase: /^(?:on|in|at) /,
    use: 'be put down',
  },
];

/** Words that stand for the picture as a whole: "in the photo" says nothing about an object. */
export const PICTURE_WORDS = words(
  'picture image photo photograph scene view frame shot snapshot screenshot here total visible painting',
);

export const DETERMINERS = words(
  'the a an any some all every each this that these those my your his her their its our both no another other many several various whole entire single only such certain more few',
);

/** Words that never begin or continue an unknown noun. */
export const FUNCTION_WORDS = words(
  `the a an any some all every each this that these those my your his her their its our both no another other many several
  is are was were be been being am do does did has have had can could would should will shall may might must
  and or but nor not than as if so because while when where which what who whom whose how why
  of to in on at by for with from into onto over under above below behind beside near between among through across along
  around against off out up down inside within without upon atop beneath underneath before after during about like
  i you he she it we they me him them us one ones there here very too also just only really currently now please
  left right front back more less fewer most least exactly same different equal`,
);

/** Heads of compounds that are not what their first word names: a "dog house" is no dog. */
export const COMPOUND_HEADS = words(
  `box boxes house houses stop stops cage cages statue statues figurine poster posters stand stands rack racks shelf shelves
  lane lanes track tracks station stations cart carts carriage carriages leash collar collars food juice pie soup holder
  holders tray trays cover covers case cases park parks lot shop shops store stores pad pads food feeder bath nest crossing
  logo painting drawing picture sticker costume mask helmet helmets jacket door doors window windows wheel wheels tyre tyres
  tire tires driver drivers rider riders owner owners player players seat seats shelter shed garage field fields court
  stall market tree trees peel skin core slices crumbs cutter opener maker rack frame frames pot pots bin
  stain lamp lamps cloth cord cable cables charger stickers post posts pole poles dispenser`,
);

/** What "made of" adjectives say; kept as an attribute where a twin measures it. */
export const MATERIALS: ReadonlyMap<string, string> = new Map([
  ['rubber', 'rubber'],
  ['matte', 'rubber'],
  ['metal', 'metal'],
  ['metallic', 'metal'],
  ['shiny', 'metal'],
]);

/**
 * Everyday nouns outside the detector's vocabulary: places, surfaces, materials, parts of scenes. They are never taken for a
 * misspelling of a word that the lexicon knows ("water" is no "waiter").
 */
export const OTHER_NOUNS = words(
  `water river plate road street wall ground floor grass beach sand snow field sky air room kitchen bathroom bedroom
  office garden yard park lake ocean sea pool bush tree building house home roof window door fence bridge tower
  mountain hill forest wood path sidewalk pavement track rail platform station airport runway harbor harbour dock
  pier shore coast counter shelf cabinet drawer desk stand stage court ramp board paper pen pencil poster picture
  painting mirror lamp light candle curtain carpet towel blanket pillow cushion basket box crate barrel bucket tray
  napkin cloth shirt pants trousers dress skirt jacket coat shoe shoes boots socks helmet glasses sunglasses
  ring necklace hair face head hand hands foot feet finger nose mouth tail wing leaf leaves flower flowers branch stone
  rock rope chain wire cable string ladder stairs steps crowd camera lens street corner front back side edge center
  middle top bottom shade shadow smoke fire cloud clouds rain storm steam plates cheese bread butter meat steak
  chicken rice pasta salad soup sauce salt sugar cream chocolate cookie cookies lemon lemons grape grapes tomato potato
  onion pepper lettuce cabbage juice milk beer wine deer goat pig rabbit squirrel monkey lion tiger camel snake frog fish
  whale shark dolphin insect butterfly tank wagon tractor rocket helicopter submarine piano guitar drum violin printer
  speaker speakers headphones radio tablet charger fan heater washer dryer dishwasher kettle blender`,
);
