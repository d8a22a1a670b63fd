import type { CocoLabel } from '../../twin/schema/labels.ts';

/**
 * Other words for the labels of the detector, singular, lower case. A word may stand under several labels ("bike").
 * Plurals are formed by rule (`twin/query/words.ts`). Lists are comma-separated.
 */
export const SYNONYMS: Readonly<Record<CocoLabel, string>> = {
  person: 'human, human being, individual, someone, somebody, anyone, anybody, pedestrian, folk',
  bicycle: 'bike, pushbike, push bike, cycle, mountain bike, road bike, pedal bike',
  car: `
    automobile, auto, motor car, motorcar, taxi, cab, taxicab, taxi cab, suv, sedan, saloon,
    hatchback, jeep, limousine, station wagon, estate car, sports car, convertible, minivan, police
    car, van`,
  motorcycle: 'motorbike, motor bike, motor cycle, bike, moped, scooter, motor scooter, dirt bike',
  airplane: `
    plane, aeroplane, aircraft, airliner, jet, jet plane, jumbo jet, seaplane, biplane, jetliner,
    passenger plane`,
  bus: `
    coach, autobus, omnibus, double decker, double decker bus, minibus, school bus, city bus, tour bus`,
  train: `
    tram, locomotive, railway train, streetcar, subway train, steam train, railcar, railroad train,
    engine`,
  truck: `
    lorry, pickup, pickup truck, pick up truck, fire truck, fire engine, dump truck, semi, semi truck,
    trailer truck, tow truck, garbage truck, delivery truck, van, delivery van`,
  boat: `
    ship, sailboat, sailing boat, rowboat, rowing boat, canoe, kayak, yacht, ferry, vessel, dinghy,
    gondola, raft, speedboat, motorboat, fishing boat, barge, tugboat`,
  'traffic light': 'traffic signal, stoplight, stop light, signal light, traffic lamp, street signal, light',
  'fire hydrant': 'hydrant, fireplug, fire plug, water hydrant',
  'stop sign': 'stopsign, traffic sign, road sign, street sign, sign',
  'parking meter': 'meter, parking machine, parking ticket machine',
  bench: 'park bench, garden bench, wooden bench',
  bird: `
    pigeon, seagull, gull, duck, goose, crow, raven, parrot, sparrow, eagle, owl, swan, chicken, hen,
    rooster, peacock, pelican, flamingo, dove, hawk, penguin, turkey, heron, birdie`,
  cat: 'kitten, kitty, feline, tomcat, tabby, pussycat, house cat',
  dog: `
    puppy, pup, doggy, canine, hound, poodle, bulldog, terrier, dachshund, labrador, retriever,
    doggie, sheepdog, german shepherd, man best friend`,
  horse: 'pony, foal, mare, stallion, colt, steed, racehorse',
  sheep: 'lamb, ram, ewe',
  cow: 'cattle, bull, calf, ox, bovine, heifer, steer',
  elephant: 'baby elephant, tusker',
  bear: 'grizzly, grizzly bear, polar bear, brown bear, black bear, bear cub',
  zebra: '',
  giraffe: '',
  backpack: 'rucksack, knapsack, school bag, schoolbag, back pack, bag',
  umbrella: 'parasol, sunshade, brolly, sun umbrella, beach umbrella, sun shade',
  handbag: 'purse, bag, shoulder bag, tote, tote bag, hand bag, clutch',
  tie: 'necktie, neck tie, bow tie, bowtie, cravat',
  suitcase: 'travel case, trolley case, bag, piece of luggage, trunk case, briefcase, travel bag',
  frisbee: 'flying disc, flying disk, disc, disk, throwing disc',
  skis: 'ski, pair of skis',
  snowboard: 'snow board, board',
  'sports ball': `
    ball, soccer ball, football, basketball, tennis ball, baseball, volleyball, beach ball, rugby
    ball, golf ball, cricket ball, bowling ball`,
  kite: 'paper kite',
  'baseball bat': 'bat, wooden bat, cricket bat',
  'baseball glove': 'baseball mitt, catcher mitt, catchers mitt, mitt, glove, catching glove',
  skateboard: 'skate board, longboard, board, skating board',
  surfboard: 'surf board, board, boogie board, bodyboard, paddle board, paddleboard',
  'tennis racket': 'racket, racquet, tennis racquet, badminton racket',
  bottle: 'water bottle, wine bottle, beer bottle, flask, glass bottle, plastic bottle, soda bottle',
  'wine glass': 'wineglass, goblet, glass, champagne glass, stemware, glass of wine',
  cup: `
    mug, teacup, tea cup, coffee cup, coffee mug, beaker, tumbler, glass, drinking glass, paper cup,
    cup of coffee, cup of tea, glass of water, mug of coffee, coffee, tea`,
  fork: 'table fork, salad fork',
  knife: `
    blade, kitchen knife, table knife, carving knife, butter knife, cutting knife, cutter, penknife`,
  spoon: 'teaspoon, tablespoon, soup spoon, ladle',
  bowl: 'basin bowl, salad bowl, soup bowl, mixing bowl, cereal bowl, feeding bowl',
  banana: 'plantain, bunch of bananas',
  apple: '',
  sandwich: 'burger, hamburger, cheeseburger, sub, panini, toastie, baguette, blt, wrap, burrito',
  orange: 'tangerine, mandarin, clementine, orange fruit, satsuma',
  broccoli: 'broccoli floret, piece of broccoli, floret',
  carrot: 'baby carrot, carrot stick',
  'hot dog': 'hotdog, frankfurter, wiener, sausage, chili dog',
  pizza: 'pizza slice, slice of pizza, pizza pie, piece of pizza',
  donut: 'doughnut, cruller, beignet',
  cake: `
    birthday cake, cupcake, wedding cake, cheesecake, chocolate cake, slice of cake, piece of cake,
    gateau, tart, layer cake`,
  chair: `
    armchair, arm chair, stool, office chair, seat, folding chair, deck chair, high chair, rocking
    chair, dining chair, swivel chair, lawn chair`,
  couch: 'sofa, settee, loveseat, love seat, divan, futon, sectional, chesterfield, sofa bed, daybed',
  'potted plant': `
    plant, houseplant, house plant, pot plant, flower pot, flowerpot, indoor plant, plant pot, bush in
    a pot`,
  bed: 'bunk bed, bunk, cot, crib, mattress, double bed, single bed',
  'dining table': `
    table, dinner table, kitchen table, dining room table, desk, coffee table, tabletop, table top,
    picnic table, wooden table, breakfast table, side table`,
  toilet: 'lavatory, loo, wc, toilet bowl, urinal, commode, toilet seat',
  tv: `
    television, telly, tv set, television set, monitor, screen, computer monitor, computer screen,
    flat screen, flatscreen, display, tv screen, flat screen tv, television screen, plasma tv, desktop
    monitor`,
  laptop: `
    notebook computer, laptop computer, portable computer, macbook, netbook, computer, pc, chromebook,
    portable pc`,
  mouse: 'computer mouse, pc mouse, wireless mouse, optical mouse',
  remote: `
    remote control, tv remote, controller, game controller, clicker, zapper, wii remote, wii
    controller, television remote`,
  keyboard: 'computer keyboard, pc keyboard, typing keyboard',
  'cell phone': `
    phone, mobile phone, mobile, cellphone, smartphone, smart phone, telephone, iphone, cellular
    phone, cell, flip phone, handset`,
  microwave: 'microwave oven',
  oven: 'stove, cooker, range, stovetop, kitchen stove, kitchen oven, gas stove, hob, baking oven',
  toaster: 'bread toaster, toaster oven',
  sink: 'basin, washbasin, wash basin, washbowl, kitchen sink, bathroom sink',
  refrigerator: 'fridge, freezer, icebox, fridge freezer, ice box',
  book: `
    novel, textbook, paperback, hardback, notebook, magazine, cookbook, volume, album, comic book,
    dictionary`,
  clock: `
    watch, wall clock, alarm clock, clock face, timepiece, clock tower, clocktower, wristwatch,
    grandfather clock, street clock`,
  vase: 'flower vase, urn, jug vase, glass vase',
  scissors: 'scissor, pair of scissors, shears',
  'teddy bear': `
    teddy, stuffed bear, stuffed animal, plush bear, plush toy, stuffed toy, plushie, toy bear, soft
    toy, cuddly toy, doll`,
  'hair drier': 'hair dryer, hairdryer, hairdrier, blow dryer, blow drier, blowdryer',
  toothbrush: 'tooth brush, electric toothbrush',
};

/**
 * Words for people. The detector finds people but can't tell who they are or what they do, so every answer notes that
 * this part was taken on trust.
 */
export const PERSON_WORDS = `
  man, woman, boy, girl, child, kid, baby, toddler, infant, lady, gentleman, guy, gal, adult,
  teenager, teen, youngster, elder, couple, bride, groom, mother, father, mom, mum, dad, parent, son,
  daughter, brother, sister, grandmother, grandfather, friend, player, rider, driver, skateboarder,
  skater, surfer, skier, snowboarder, biker, cyclist, bicyclist, motorcyclist, motorist, batter,
  pitcher, catcher, umpire, referee, baseball player, tennis player, soccer player, football player,
  athlete, runner, jogger, walker, swimmer, dancer, singer, musician, chef, cook, baker, waiter,
  waitress, bartender, firefighter, fireman, policeman, police officer, officer, policewoman, soldier,
  guard, doctor, nurse, teacher, student, pupil, worker, farmer, fisherman, businessman,
  businesswoman, salesman, passenger, tourist, spectator, onlooker, bystander, visitor, customer,
  shopper, owner, jockey, cowboy, horseman, horse rider, bike rider, pilot, sailor, rower,
  photographer, speaker, presenter, performer, actor, clown, kite flyer, diner, guest, member, team,
  crowd, audience, family, group of people, pair of people`;
