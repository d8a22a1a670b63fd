import { meaningOf, splitList } from '../../../reasoning/knowledge/lexicon.ts';

/** Words of which the lexicon knows nothing: no detector here finds them, and what they stand for can only be copied. */
const unknown = (list: string): readonly string[] =>
  splitList(list).filter((word) => meaningOf(word) === undefined);

/** Things that photos show and that the detector has no class for. */
export const UNKNOWN_NOUNS: readonly string[] = unknown(`
  tree, bush, hedge, shrub, flower bed, palm tree, pine tree, oak, tree trunk, log, stump, leaf, rock, boulder,
  cliff, hill, mountain, dune, path, pavement, crosswalk, kerb, gutter, driveway, bridge, tunnel, tower, castle,
  church, barn, shed, hut, tent, cabin, cottage, skyscraper, building, brick building, office block, warehouse,
  garage, gas station, shop, market stall, kiosk, booth, bakery, cafe, playground, slide, sandbox, fountain, pond,
  statue, monument, pillar, column, arch, gate, fence, wall, brick wall, stone wall, railing, staircase, stairs,
  ladder, ramp, balcony, porch, terrace, roof, chimney, window, door, doorway, curtain, blinds, carpet, rug, mat,
  lamp, street lamp, lamp post, lantern, candle, candlestick, chandelier, pole, flagpole, flag, banner, post,
  mailbox, letter box, bin, trash can, dustbin, barrel, crate, bucket, basket, trolley, cart, shopping cart,
  stroller, pram, wheelbarrow, wheelchair, trampoline, swing, hammock, pool, bathtub, shower, mirror, picture frame,
  painting, poster, blackboard, whiteboard, shelf, bookshelf, cupboard, wardrobe, drawer, dresser, cabinet, counter,
  kitchen counter, fireplace, heater, radiator, fan, printer, camera, tripod, loudspeaker, speaker stand, guitar,
  piano, violin, trumpet, easel, pillow, cushion, blanket, towel, helmet, cap, hat, scarf, shoe, boot, sock, coat,
  jacket, apron, tray, plate, saucer, jug, kettle, teapot, pan, pot, lid, napkin, tablecloth, candy, cookie, egg,
  bread, cheese, lettuce, tomato, lemon, pumpkin, pear, grape, strawberry, fish, turtle, rabbit, squirrel, frog,
  butterfly, deer, goat, monkey, lion, tiger, camel, kangaroo, tractor, forklift, crane, excavator, helicopter,
  balloon, hot air balloon, parachute, sled, lighthouse, windmill, anchor, buoy, dock, pier, net, goal, scoreboard,
  stage, podium, billboard, shop window, traffic cone, manhole, parking lot`);

/** Signs that are no stop signs: those are red, and have their name. */
const OTHER_SIGNS = splitList(`
  blue sign, green sign, white sign, yellow sign, brown sign, orange sign, black sign, wooden sign, neon sign,
  hotel sign, shop sign, parking sign, wooden signpost, advertising sign`);

/** What may stand before a thing that nobody can check. */
const SOME_LOOK: readonly string[] = splitList(`
  big, small, old, new, tall, wide, long, red, blue, green, white, brown, gray, black, yellow, wooden, stone, metal,
  painted, broken, large`);

/** Places by things that are not in the twin: before them, and words that tell where something is. */
export const UNCHECKED_PLACES = {
  /** Where things simply are. */
  at: splitList('on, in, by, near, at, under, against, inside, outside, next to, beside, close to, along'),
  /** Where they are seen from here. */
  seen: splitList(`
    behind, in front of, to the left of, to the right of, left of, right of, above, below, on top of, underneath,
    in back of, across from, opposite`),
} as const;

export const UNCHECKED_ANCHORS: readonly string[] = [
  ...UNKNOWN_NOUNS,
  // As many as half of the others, so that each is met often enough to be told from the sign that is known.
  ...Array.from({ length: 8 }, () => OTHER_SIGNS).flat(),
];
export const ANCHOR_LOOKS = SOME_LOOK;

/** What words stand on that the detector has no class for: the whole picture is read. A stop sign has its name. */
export const CARRIERS: readonly string[] = splitList(`
  sign, sign, sign, street sign, street sign, road sign, shop sign, street name sign, signpost, name plate, billboard,
  poster, banner, placard, license plate, number plate, label, price tag, menu, menu board, newspaper, front page,
  shop window, storefront, awning, wall, building, board, notice board, blackboard, whiteboard, shirt, jersey, cap,
  jacket, box, packet, package, can, jar, ticket, flag, plaque, scoreboard, name tag, door, map, card, envelope,
  calendar, sticker, advertisement, notice, tombstone, gravestone, fence, arch, tower, facade, sail, wing, cover,
  envelope, stamp, crate, barrel, tent`);
export const CARRIER_LOOKS: readonly string[] = splitList(`
  big, large, small, tall, little, old, long, round, square, green, blue, white, yellow, brown, black, orange, wooden,
  metal, bright, neon, hanging, tilted, painted`);
export const CARRIER_PLACES: readonly string[] = splitList(`
  on the left, on the right, in the background, above the door, on the corner, over there, in the window, at the top,
  in front, on the wall, across the street`);

/**
 * Deeds that no relation tells from others: that they are done is taken from whoever says so. Bodies around a table are as far apart as
 * any, and what looks at something may be anywhere.
 */
export const TRUSTED_DEEDS: readonly string[] = splitList(`
  surround, sit at, sit around, gather around, crowd around, wait at, encircle, circle, watch, look at, stare at, face,
  eat at, dine at, meet at, line up at, queue at, chase, greet, visit, guard, point at, look after, pose with,
  play around, run around, stand around, assemble around, hover around, swarm around, flock around, sit down at,
  be seated at, take part in, talk about`).filter((deed) => !/^be /.test(deed));
