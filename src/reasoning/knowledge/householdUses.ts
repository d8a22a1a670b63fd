import type { Use } from './use.ts';

/** What furniture, tableware, appliances, vehicles and devices are for. */
export const HOUSEHOLD_USES: readonly Use[] = [
  {
    name: 'sit on',
    labels: 'chair, couch, bench, bed 0.6, toilet 0.4, horse 0.3, motorcycle 0.3, bicycle 0.3',
    cues: 'sit, sit down, seat, take seat, have seat, rest leg, rest, relax, tired leg, sit comfortably',
  },
  {
    name: 'lie on',
    labels: 'bed, couch 0.8, bench 0.5',
    cues: `
      lie, lie down, sleep, nap, take nap, rest at night, go to bed, spend night, sleepy, tired, lay
      down`,
  },
  {
    name: 'stand on',
    labels: 'skateboard, surfboard, snowboard, skis, chair 0.2',
    cues: 'stand, stand on, balance, balance on',
  },
  {
    name: 'cut',
    labels: 'knife, scissors 0.8',
    cues: 'cut, slice, chop, carve, trim, spread butter',
  },
  {
    name: 'cut food',
    labels: 'knife',
    cues: `
      cut food, cut bread, cut meat, cut cake, cut vegetable, slice, slice bread, slice cake, slice
      pizza, carve, chop vegetable, cut pizza, spread butter, chop`,
  },
  {
    name: 'cut paper',
    labels: 'scissors, knife 0.3',
    cues: 'cut paper, cut hair, cut cloth, cut fabric, trim, snip',
  },
  {
    name: 'drink',
    labels: 'cup, wine glass, bottle 0.9',
    cues: 'drink, sip, quench thirst, thirsty, thirst, drink from, beverage',
  },
  {
    name: 'drink wine',
    labels: 'wine glass',
    cues: 'drink wine, wine, toast with wine, serve wine, champagne',
  },
  {
    name: 'drink coffee',
    labels: 'cup',
    cues: 'drink coffee, drink tea, hot drink, coffee, tea, drink from handle',
  },
  {
    name: 'hold liquid',
    labels: 'bottle, cup, wine glass, bowl 0.7, vase 0.6',
    cues: `
      hold liquid, hold water, contain liquid, pour, store water, store liquid, hold drink, contain
      water, liquid, container liquid`,
  },
  {
    name: 'eat',
    labels: 'banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake',
    cues: 'eat, edible, hungry, snack on, taste, bite, eat for lunch, hunger, chew, consume, meal',
  },
  {
    name: 'eat with',
    labels: 'fork, spoon, knife 0.4',
    cues: 'eat with, eat food with, pick up food, eat soup with, use eat',
  },
  {
    name: 'eat soup with',
    labels: 'spoon',
    cues: 'eat soup, soup, stir, scoop, stir coffee, stir tea, use eat soup, use eat cereal, use eat ice cream, eat cereal, eat ice cream, eat yogurt',
  },
  {
    name: 'serve soup in',
    labels: 'bowl',
    cues: `
      serve soup, hold soup, put soup, eat out, mix salad, hold salad, serve salad, hold cereal, hold
      food, contain food`,
  },
  {
    name: 'ride',
    labels: `
      bicycle, motorcycle, horse, skateboard 0.9, surfboard 0.9, snowboard 0.9, skis 0.7, elephant
      0.7, train 0.5, bus 0.5`,
    cues: 'ride, mount, saddle, ride on',
  },
  {
    name: 'ride the waves',
    labels: 'surfboard',
    cues: 'surf, wave, ride wave, catch wave',
  },
  {
    name: 'ride on snow',
    labels: 'snowboard, skis',
    cues: `snow, ski, slide snow, go downhill, ride snow, glide snow, winter sport, slope, move snow, slide hill, slide down, down hill, downhill`,
  },
  {
    name: 'travel',
    labels: 'bicycle, car, motorcycle, airplane, bus, train, truck, boat, horse 0.3',
    cues: `
      travel, transport people, transport, drive, drive to work, go to work, commute, get around, move
      people, get somewhere, go somewhere, another city, get city, board, far away, take people, people vacation, get away`,
  },
  {
    name: 'drive',
    labels: 'car, bus, truck, motorcycle 0.6, train 0.5',
    cues: 'drive, steer',
  },
  {
    name: 'carry many passengers',
    labels: 'bus, train, airplane',
    cues: `many passenger, many people, passenger, carry people, carry passenger, public transport,
      people wait, wait for, passenger wait, commuter, wait board`,
  },
  {
    name: 'run on rails',
    labels: 'train',
    cues: 'rail, run track, track, railway, rail track, station',
  },
  {
    name: 'travel on water',
    labels: 'boat, surfboard 0.4',
    cues: `
      sail, float, travel water, row, cross river, cross water, go fishing, paddle, float water, cross
      lake, move water, across lake, across river, across water, across sea, over lake, over river, boat trip`,
  },
  {
    name: 'haul loads',
    labels: 'truck, train 0.7, car 0.2',
    cues: `
      haul, carry load, transport good, carry cargo, deliver good, carry heavy, cargo, freight, move
      furniture, deliver`,
  },
  {
    name: 'ride without fuel',
    labels: 'bicycle, skateboard 0.6, horse 0.4',
    cues: `
      pedal, without fuel, no fuel, without engine, no engine, no petrol, without petrol, no gasoline, no gas, muscle, environmentally friendly,
      exercise ride`,
  },
  {
    name: 'fly',
    labels: 'bird, airplane, kite 0.9, frisbee 0.5',
    cues: `fly, fly sky, soar, take off`,
  },
  {
    name: 'fly on a string',
    labels: 'kite',
    cues: 'fly string, fly wind, fly on string, windy, wind, string',
  },
  {
    name: 'read',
    labels: 'book, cell phone 0.3, laptop 0.3',
    cues: 'read, read story, learn, story, study, page',
  },
  {
    name: 'type',
    labels: 'keyboard, laptop 0.8, cell phone 0.3',
    cues: 'type, type text, enter text, type on, write email, write letter',
  },
  {
    name: 'browse the web',
    labels: 'laptop, cell phone 0.7',
    cues: `
      browse, internet, surf web, surf internet, browse web, work online, email, code, program,
      compute, video call`,
  },
  {
    name: 'move the cursor',
    labels: 'mouse',
    cues: 'cursor, move cursor, control cursor, control pointer, click, move pointer, scroll, point click, pointer, control computer',
  },
  {
    name: 'tell the time',
    labels: 'clock, cell phone 0.3',
    cues: `
      tell time, show time, time, know time, what time, hour, read time, display time, see time, check
      time, indicate time, late, measure time, wake, tick, tock, on time, clock hand`,
  },
  {
    name: 'warm food',
    labels: 'microwave, oven 0.4, toaster 0.2',
    cues: `
      warm food, heat food, reheat, heat, warm, warm meal, defrost, heat up, warm up, heat leftover,
      warm milk, heat meal, food hot, make hot`,
  },
  {
    name: 'bake',
    labels: 'oven, microwave 0.2',
    cues: `
      bake, bake cake, roast, bake bread, cook, cook food, cook meal, grill, boil, fry, boil water,
      prepare meal`,
  },
  {
    name: 'toast bread',
    labels: 'toaster, oven 0.3',
    cues: 'toast, toast bread, brown bread, make toast, crisp bread',
  },
  {
    name: 'keep food cold',
    labels: 'refrigerator',
    cues: `
      cold, keep cold, cool, keep cool, keep fresh, chill, store food, keep food, preserve food,
      freeze, store milk, keep milk, refrigerate, preserve, spoil, fresh, ice cream, put ice cream, put milk`,
  },
  {
    name: 'wash',
    labels: 'sink',
    cues: `
      wash, wash hand, rinse, wash dish, clean dish, water run, running water, wash face, tap water, dirty dish, put dirty dish, water come, tap`,
  },
  {
    name: 'relieve oneself',
    labels: 'toilet',
    cues: 'pee, relieve, flush, bathroom need, go bathroom, use bathroom, restroom, urinate',
  },
  {
    name: 'brush teeth',
    labels: 'toothbrush',
    cues: 'brush tooth, brush, clean tooth, oral hygiene, tooth, dentist, dental',
  },
  {
    name: 'dry hair',
    labels: 'hair drier',
    cues: 'dry hair, blow dry, dry, hair, style hair, wet hair',
  },
  {
    name: 'wear',
    labels: 'tie, backpack 0.8, handbag 0.5, baseball glove 0.6, skis 0.3',
    cues: 'wear, put on, dress up, formal, suit, neck',
  },
];
