import type { CocoLabel } from '../../twin/schema/labels.ts';

const FRUIT = ['banana', 'apple', 'orange'] as const;
const VEGETABLES = ['broccoli', 'carrot'] as const;
const MEALS = ['sandwich', 'hot dog', 'pizza'] as const;
const SWEETS = ['donut', 'cake'] as const;
const FOOD = [...FRUIT, ...VEGETABLES, ...MEALS, ...SWEETS] as const;
const PETS = ['cat', 'dog', 'bird'] as const;
const HOOFED = ['horse', 'sheep', 'cow', 'zebra', 'giraffe'] as const;
const MAMMALS = ['cat', 'dog', ...HOOFED, 'elephant', 'bear'] as const;
const ANIMALS = ['bird', ...MAMMALS] as const;
const TWO_WHEELERS = ['bicycle', 'motorcycle'] as const;
const ROAD_VEHICLES = [...TWO_WHEELERS, 'car', 'bus', 'truck'] as const;
const VEHICLES = [...ROAD_VEHICLES, 'airplane', 'train', 'boat'] as const;
const CUTLERY = ['fork', 'knife', 'spoon'] as const;
const TABLEWARE = [...CUTLERY, 'bowl', 'cup', 'wine glass', 'bottle'] as const;
const SEATS = ['chair', 'couch', 'bench'] as const;
const FURNITURE = ['chair', 'couch', 'bed', 'dining table', 'bench', 'toilet'] as const;
const APPLIANCES = ['microwave', 'oven', 'toaster', 'refrigerator', 'hair drier'] as const;
const ELECTRONICS = ['tv', 'laptop', 'mouse', 'remote', 'keyboard', 'cell phone'] as const;
const BOARDS = ['skateboard', 'surfboard', 'snowboard'] as const;
const SPORTS = [
  'frisbee',
  'skis',
  ...BOARDS,
  'sports ball',
  'kite',
  'baseball bat',
  'baseball glove',
  'tennis racket',
] as const;
const BAGS = ['backpack', 'handbag', 'suitcase'] as const;
const STREET = ['traffic light', 'fire hydrant', 'stop sign', 'parking meter', 'bench'] as const;

/** Words for kinds of things, singular, with the labels that belong to each. */
export const KINDS: Readonly<Record<string, readonly CocoLabel[]>> = {
  animal: ANIMALS,
  creature: ANIMALS,
  beast: ANIMALS,
  wildlife: ANIMALS,
  'living thing': ['person', ...ANIMALS, 'potted plant'],
  'living being': ['person', ...ANIMALS],
  mammal: MAMMALS,
  pet: PETS,
  'house pet': ['cat', 'dog'],
  'farm animal': ['horse', 'sheep', 'cow'],
  livestock: ['horse', 'sheep', 'cow'],
  'wild animal': ['elephant', 'bear', 'zebra', 'giraffe'],
  'hoofed animal': HOOFED,
  predator: ['bear', 'cat', 'dog'],
  herbivore: ['horse', 'sheep', 'cow', 'elephant', 'zebra', 'giraffe'],
  vehicle: VEHICLES,
  'means of transport': VEHICLES,
  'mode of transport': VEHICLES,
  transportation: VEHICLES,
  transport: VEHICLES,
  'road vehicle': ROAD_VEHICLES,
  'motor vehicle': ['motorcycle', 'car', 'bus', 'truck'],
  'two wheeler': TWO_WHEELERS,
  watercraft: ['boat'],
  'public transport': ['bus', 'train'],
  furniture: FURNITURE,
  'piece of furniture': FURNITURE,
  'furniture item': FURNITURE,
  seating: SEATS,
  seat: [...SEATS, 'toilet'],
  fruit: FRUIT,
  'piece of fruit': FRUIT,
  vegetable: VEGETABLES,
  veggie: VEGETABLES,
  produce: [...FRUIT, ...VEGETABLES],
  food: FOOD,
  'food item': FOOD,
  'piece of food': FOOD,
  snack: FOOD,
  meal: MEALS,
  dish: MEALS,
  'fast food': MEALS,
  'junk food': [...MEALS, ...SWEETS],
  dessert: SWEETS,
  pastry: SWEETS,
  sweet: SWEETS,
  'baked good': [...SWEETS, 'pizza', 'sandwich'],
  drink: ['cup', 'wine glass', 'bottle'],
  beverage: ['cup', 'wine glass', 'bottle'],
  drinkware: ['cup', 'wine glass'],
  'drinking vessel': ['cup', 'wine glass'],
  cutlery: CUTLERY,
  silverware: CUTLERY,
  flatware: CUTLERY,
  utensil: CUTLERY,
  'eating utensil': CUTLERY,
  'kitchen utensil': CUTLERY,
  tableware: TABLEWARE,
  dishware: ['bowl', 'cup', 'wine glass'],
  crockery: ['bowl', 'cup'],
  kitchenware: TABLEWARE,
  container: ['bottle', 'cup', 'wine glass', 'bowl', 'vase', ...BAGS],
  appliance: APPLIANCES,
  'kitchen appliance': ['microwave', 'oven', 'toaster', 'refrigerator'],
  'household appliance': APPLIANCES,
  'electrical appliance': APPLIANCES,
  machine: [...APPLIANCES, 'parking meter'],
  electronics: ELECTRONICS,
  electronic: ELECTRONICS,
  'electronic device': ELECTRONICS,
  'electronic item': ELECTRONICS,
  gadget: ELECTRONICS,
  device: [...ELECTRONICS, ...APPLIANCES, 'clock'],
  'electric device': [...ELECTRONICS, ...APPLIANCES],
  'input device': ['mouse', 'keyboard', 'remote'],
  'computer accessory': ['mouse', 'keyboard'],
  'computer part': ['mouse', 'keyboard'],
  'sports equipment': SPORTS,
  'sport equipment': SPORTS,
  'sporting good': SPORTS,
  'sports gear': SPORTS,
  'piece of sports equipment': SPORTS,
  'sports item': SPORTS,
  board: BOARDS,
  toy: ['teddy bear', 'kite', 'frisbee', 'sports ball'],
  bag: BAGS,
  luggage: ['suitcase', 'backpack', 'handbag'],
  baggage: ['suitcase', 'backpack', 'handbag'],
  'piece of baggage': BAGS,
  clothing: ['tie'],
  clothes: ['tie'],
  garment: ['tie'],
  accessory: ['tie', 'handbag', 'backpack', 'umbrella', 'suitcase'],
  'street furniture': STREET,
  'traffic sign': ['stop sign'],
  sign: ['stop sign'],
  signal: ['traffic light'],
  'street object': STREET,
  tool: ['scissors', 'knife', 'fork', 'spoon', 'toothbrush', 'hair drier'],
  'cutting tool': ['knife', 'scissors'],
  'sharp object': ['knife', 'scissors', 'fork'],
  weapon: ['knife', 'baseball bat'],
  plant: ['potted plant'],
  flower: ['potted plant', 'vase'],
  'kitchen item': [...TABLEWARE, 'microwave', 'oven', 'toaster', 'refrigerator', 'sink'],
  'bathroom item': ['toothbrush', 'hair drier', 'sink', 'toilet'],
  'sanitary fixture': ['toilet', 'sink'],
  timepiece: ['clock'],
  stationery: ['book', 'scissors'],
  decoration: ['vase', 'potted plant'],
  screen: ['tv', 'laptop', 'cell phone'],
  computer: ['laptop', 'tv'],
};

/** Words for anything at all. */
export const ANYTHING_WORDS: readonly string[] = [
  'thing',
  'object',
  'item',
  'something',
  'anything',
  'everything',
  'stuff',
  'entity',
  'element',
  'one',
];
