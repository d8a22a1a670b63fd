import type { Use } from './use.ts';

/** What sports and street things, bags, small devices, animals and food are for. */
export const FURTHER_USES: readonly Use[] = [
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
    name: 'do sport',
    labels: `
      tennis racket, baseball bat, baseball glove, sports ball, frisbee, skateboard, surfboard, snowboard, skis, kite 0.5`,
    cues: 'sport, do sport, belong sport, use sport, athlete use, athlete need, exercise with',
  },
  {
    name: 'be walked',
    labels: 'dog, horse 0.5, bicycle 0.5',
    cues: 'walk dog, take walk',
  },
  {
    name: 'hug',
    labels: 'teddy bear, cat 0.4, dog 0.4',
    cues: `hug, cuddle, comfort child, cuddly, soft, fluffy`,
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
      contact, take photo, talk on, message, pocket, fit pocket, selfie, take picture, dial`,
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
    cues: `flower, hold flower, put flower, bouquet, display flower, arrange flower, rose, tulip, decorate, put rose, put tulip`,
  },
  {
    name: 'need watering',
    labels: 'potted plant',
    cues: 'grow, need water, watering, water flower, get water, photosynthesis, oxygen, need sunlight, garden',
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
    cues: 'bark, guard house, fetch stick, best friend, wag tail, herd, herd sheep, guard sheep, sniff, man best friend, walk leash',
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
];
