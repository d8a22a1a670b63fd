/** A use that things are put to, or a quality that some have more of than others. */
export interface Use {
  /** What programs write: affords(set, "sit on"). */
  readonly name: string;
  /**
   * Comma-separated labels with how well each serves, in (0, 1] (1 where no number stands). Labels that are left out do
   * not serve; from 0.5 on it counts as serving.
   */
  readonly labels: string;
  /**
   * Comma-separated word groups that point at this use: the base forms of a group must all occur in the clause. The use
   * with the longest matching group is taken, the first of equals.
   */
  readonly cues: string;
}

/** Everyday knowledge about what the objects of each label are for, and which are more so than others. */
export const USES: readonly Use[] = [
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
      water`,
  },
  {
    name: 'eat',
    labels: 'banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake',
    cues: 'eat, edible, hungry, snack on, taste, bite, eat for lunch, hunger, chew, consume, meal',
  },
  {
    name: 'eat with',
    labels: 'fork, spoon, knife 0.6',
    cues: 'eat with, eat food with, pick up food, eat soup with, use eat',
  },
  {
    name: 'eat soup with',
    labels: 'spoon',
    cues: 'eat soup, soup, stir, scoop, stir coffee, stir tea, eat cereal, eat ice cream, eat yogurt',
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
    cues: 'snow, ski, slide snow, go downhill, ride snow, glide snow, winter sport, slope, move snow',
  },
  {
    name: 'travel',
    labels: 'bicycle, car, motorcycle, airplane, bus, train, truck, boat, horse 0.3',
    cues: `
      travel, transport people, transport, drive, drive to work, go to work, commute, get around, move
      people, get somewhere, go somewhere`,
  },
  {
    name: 'drive',
    labels: 'car, bus, truck, motorcycle 0.6, train 0.5',
    cues: 'drive, steer',
  },
  {
    name: 'carry many passengers',
    labels: 'bus, train, airplane',
    cues: 'many passenger, many people, passenger, carry people, carry passenger, public transport',
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
      lake, move water`,
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
      pedal, without fuel, no fuel, without engine, no engine, muscle, environmentally friendly,
      exercise ride`,
  },
  {
    name: 'fly',
    labels: 'bird, airplane, kite 0.9, frisbee 0.5',
    cues: 'fly, fly sky, soar',
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
    cues: 'cursor, move cursor, click, move pointer, scroll, point click, pointer, control computer',
  },
  {
    name: 'tell the time',
    labels: 'clock, cell phone 0.3',
    cues: `
      tell time, show time, time, know time, what time, hour, read time, display time, see time, check
      time, indicate time, late, measure time, wake`,
  },
  {
    name: 'warm food',
    labels: 'microwave, oven 0.4, toaster 0.2',
    cues: `
      warm food, heat food, reheat, heat, warm, warm meal, defrost, heat up, warm up, heat leftover,
      warm milk, heat meal`,
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
      freeze, store milk, keep milk, refrigerate, preserve, spoil, fresh`,
  },
  {
    name: 'wash',
    labels: 'sink',
    cues: `
      wash, wash hand, rinse, wash dish, clean dish, water run, running water, wash face, tap water`,
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
  {
    name: 'give shade',
    labels: 'umbrella',
    cues: `
      shade, give shade, shade sun, protect sun, sun, block sun, provide shade, sunshine, sunlight,
      shadow`,
  },
  {
    name: 'protect from rain',
    labels: 'umbrella',
    cues: `
      rain, protect rain, stay dry, keep dry, dry rain, wet, avoid wet, get wet, shelter, raining,
      stay dry rain, keep rain, keep someone dry, rainy`,
  },
  {
    name: 'hit a ball',
    labels: 'tennis racket, baseball bat',
    cues: `
      hit, hit ball, strike, swing, strike ball, bat, swing at ball, hit with, return ball, serve ball`,
  },
  {
    name: 'play tennis',
    labels: 'tennis racket, sports ball 0.6',
    cues: 'play tennis, tennis',
  },
  {
    name: 'play baseball',
    labels: 'baseball bat, baseball glove, sports ball 0.7',
    cues: 'play baseball, baseball',
  },
  {
    name: 'catch a ball',
    labels: 'baseball glove',
    cues: 'catch, catch ball, catch with, protect hand, catch baseball, field ball',
  },
  {
    name: 'throw',
    labels: 'frisbee, sports ball',
    cues: 'throw, toss, throw catch, dog fetch, fetch, pitch',
  },
  {
    name: 'kick',
    labels: 'sports ball',
    cues: 'kick, bounce, dribble, score goal, goal, roll',
  },
  {
    name: 'play with',
    labels: `
      sports ball, frisbee, kite, teddy bear, skateboard 0.6, tennis racket 0.6, baseball bat 0.6,
      remote 0.3`,
    cues: 'play, play with, play game, have fun, toy, game, child play, entertain child, fun',
  },
  {
    name: 'hug',
    labels: 'teddy bear, cat 0.4, dog 0.4',
    cues: 'hug, cuddle, comfort child, cuddly, soft',
  },
  {
    name: 'do tricks on',
    labels: 'skateboard',
    cues: 'trick, skate, do trick, roll on',
  },
  {
    name: 'stop drivers',
    labels: 'stop sign, traffic light 0.6',
    cues: `
      driver stop, stop, must stop, tell stop, car stop, traffic stop, stop car, stop traffic, halt,
      give way, vehicle stop, tell driver stop, come to stop`,
  },
  {
    name: 'control traffic',
    labels: 'traffic light, stop sign 0.4',
    cues: `
      control traffic, regulate traffic, direct traffic, traffic, red green, tell driver go, when go,
      signal, regulate, cross street, driver go, change color, driver wait`,
  },
  {
    name: 'pay for parking',
    labels: 'parking meter',
    cues: 'pay, park, parking, coin, pay parking, insert coin, pay park, parking fee, take coin',
  },
  {
    name: 'supply water to firefighters',
    labels: 'fire hydrant',
    cues: `
      firefighter, fireman, fire, put out, put out fire, extinguish, extinguish fire, fire hose, fight
      fire, firefighter need, connect hose, hose, supply water, emergency water`,
  },
  {
    name: 'carry things',
    labels: 'backpack, handbag, suitcase, bowl 0.2',
    cues: `
      carry, carry thing, carry book, store belonging, carry belonging, carry item, put thing, hold
      belonging, carry stuff`,
  },
  {
    name: 'pack for a trip',
    labels: 'suitcase, backpack 0.6, handbag 0.3',
    cues: `
      pack, trip, travel with, pack clothes, vacation, holiday, carry clothes, journey, pack trip,
      check airport, hold clothes, store clothes`,
  },
  {
    name: 'call someone',
    labels: 'cell phone, laptop 0.2',
    cues: `
      call, make call, talk phone, phone, call someone, send text, text, communicate, ring, talk to,
      contact, take photo, talk on, message`,
  },
  {
    name: 'watch',
    labels: 'tv, laptop 0.4, cell phone 0.2',
    cues: `
      watch, watch show, watch movie, movie, show movie, watch tv, news, display image, watch film,
      program tv, look at, film, display`,
  },
  {
    name: 'change channels',
    labels: 'remote',
    cues: `
      channel, change channel, switch channel, control tv, volume, turn on tv, control television,
      turn off tv, switch tv, control, change volume, turn tv, turn television, operate tv`,
  },
  {
    name: 'hold flowers',
    labels: 'vase, potted plant 0.4, bottle 0.2',
    cues: 'flower, hold flower, put flower, bouquet, display flower, arrange flower',
  },
  {
    name: 'need watering',
    labels: 'potted plant',
    cues: 'water, grow, need water, watering, photosynthesis, oxygen, need sunlight, garden',
  },
  {
    name: 'put things on',
    labels: 'dining table',
    cues: `
      put plate, place plate, put dish, put food, serve dinner, serve meal, eat dinner at, dine, put
      on top, gather eat, eat at, eat meal, have dinner, work at, place food`,
  },
  {
    name: 'hold',
    labels: `
      cell phone, umbrella, handbag, suitcase, frisbee, sports ball, baseball bat, tennis racket,
      bottle, wine glass, cup, fork, knife, spoon, remote, book, scissors, teddy bear, hair drier,
      toothbrush, banana, apple, sandwich, orange, hot dog, donut, kite, baseball glove, skateboard,
      surfboard, snowboard, pizza, bowl 0.7, carrot 0.7, cake 0.6, backpack 0.6, skis 0.6, laptop 0.6,
      vase 0.5, mouse 0.6, cat 0.5, dog 0.4`,
    cues: 'hold, hold hand, grab, grip, grasp',
  },
  {
    name: 'bark',
    labels: 'dog',
    cues: 'bark, guard house, fetch stick, best friend, wag tail, man best friend, walk leash',
  },
  {
    name: 'meow',
    labels: 'cat',
    cues: 'meow, purr, chase mouse, catch mouse, hunt mouse, miaow',
  },
  {
    name: 'give milk',
    labels: 'cow, sheep 0.3',
    cues: 'milk, give milk, produce milk, moo, beef, provide milk',
  },
  {
    name: 'give wool',
    labels: 'sheep',
    cues: 'wool, give wool, produce wool, provide wool, baa, sweater',
  },
  {
    name: 'lay eggs',
    labels: 'bird',
    cues: 'egg, lay egg, build nest, nest, sing, chirp, tweet',
  },
  {
    name: 'eat honey',
    labels: 'bear',
    cues: 'honey, hibernate, eat honey, like honey',
  },
  {
    name: 'reach high leaves',
    labels: 'giraffe, elephant 0.5',
    cues: 'high leaf, reach leaf, tall tree, reach tree, tree top',
  },
  {
    name: 'pull a cart',
    labels: 'horse, cow 0.6',
    cues: 'pull cart, pull carriage, gallop, race, neigh, plow, carriage, jump fence',
  },
  {
    name: 'peel',
    labels: 'banana, orange',
    cues: 'peel, peel eat, peel before, peel eat before',
  },
  {
    name: 'make juice',
    labels: 'orange, apple 0.8, carrot 0.5',
    cues: 'juice, make juice, vitamin c, squeeze, press juice, vitamin',
  },
  {
    name: 'celebrate a birthday',
    labels: 'cake',
    cues: 'birthday, celebrate, candle, party, wedding, celebrate birthday',
  },
  {
    name: 'feed a rabbit',
    labels: 'carrot, broccoli 0.4, apple 0.4',
    cues: 'rabbit, feed rabbit, feed horse, eyesight, crunchy orange',
  },
  {
    name: 'feed a monkey',
    labels: 'banana',
    cues: 'monkey, feed monkey, yellow fruit, potassium',
  },
  {
    name: 'sharpen',
    labels: 'knife, scissors 0.7',
    cues: 'sharpen',
  },
  // Qualities, for "most …" and "…est".
  {
    name: 'be dangerous',
    labels: `
      bear, elephant 0.7, dog 0.4, cow 0.35, horse 0.35, zebra 0.3, giraffe 0.3, cat 0.2, sheep 0.1,
      bird 0.1, knife 0.8, scissors 0.5, truck 0.45, train 0.5, car 0.4, motorcycle 0.5, baseball bat
      0.3, oven 0.3, fork 0.3`,
    cues: `
      dangerous, danger, harm, hurt, attack, scary, careful, risky, hazard, keep away child, unsafe,
      fierce, injure, sharp, deadly`,
  },
  {
    name: 'be fast',
    labels: `
      airplane, train 0.8, car 0.7, motorcycle 0.7, bus 0.55, truck 0.5, boat 0.4, horse 0.4, zebra
      0.38, giraffe 0.35, dog 0.33, bicycle 0.3, bird 0.45, skateboard 0.2, person 0.15, cat 0.3,
      elephant 0.25, bear 0.34, cow 0.22, sheep 0.2`,
    cues: 'fast, quick, speed, speedy, rapid',
  },
  {
    name: 'be heavy',
    labels: `
      train, airplane 0.95, truck 0.8, bus 0.78, boat 0.7, elephant 0.65, car 0.55, giraffe 0.5, cow
      0.42, horse 0.4, bear 0.38, zebra 0.36, motorcycle 0.3, couch 0.25, refrigerator 0.24, bed 0.23,
      person 0.2, oven 0.2, dining table 0.2, dog 0.12, sheep 0.18, bench 0.18`,
    cues: 'heavy, weigh, weight, massive',
  },
  {
    name: 'be tall',
    labels: `
      giraffe, elephant 0.6, airplane 0.95, train 0.7, bus 0.65, truck 0.65, horse 0.4, person 0.35,
      refrigerator 0.35, cow 0.3, bear 0.32, zebra 0.3, traffic light 0.8, stop sign 0.5`,
    cues: 'tall by nature',
  },
  {
    name: 'be expensive',
    labels: `
      airplane, train 0.95, boat 0.8, bus 0.75, truck 0.7, car 0.6, motorcycle 0.4, horse 0.35, laptop
      0.25, tv 0.24, refrigerator 0.22, cell phone 0.2, couch 0.2, bed 0.2, bicycle 0.15, oven 0.18,
      elephant 0.5`,
    cues: 'expensive, cost, valuable, costly, precious, price',
  },
  {
    name: 'be healthy',
    labels: `
      broccoli, carrot, apple, banana 0.9, orange, sandwich 0.3, pizza 0.15, hot dog 0.1, cake 0.05,
      donut 0.05`,
    cues: 'healthy, health, vitamin, nutritious, diet, good for you, healthful',
  },
  {
    name: 'be sweet',
    labels: 'donut, cake, banana 0.6, orange 0.5, apple 0.5',
    cues: 'sweet, sugar, sugary, sweet tooth, dessert',
  },
  {
    name: 'be friendly',
    labels: 'dog, cat 0.8, horse 0.6, sheep 0.5, bird 0.4, cow 0.4, elephant 0.3',
    cues: 'friendly, tame, cute, harmless, loyal',
  },
  {
    name: 'use electricity',
    labels: `
      tv 0.9, laptop 0.9, microwave 0.9, toaster 0.9, refrigerator 0.9, hair drier 0.9, cell phone
      0.9, traffic light 0.9, oven 0.9, keyboard 0.9, mouse 0.9`,
    cues: `
      electricity, electric, power, plug, battery, charge, socket, use electricity, need electricity,
      plug in, electrical`,
  },
  {
    name: 'break easily',
    labels: 'wine glass, vase, cup 0.7, bottle 0.6, bowl 0.6, laptop 0.4, tv 0.4, cell phone 0.5',
    cues: 'break, fragile, shatter, break easily, breakable, delicate',
  },
];
