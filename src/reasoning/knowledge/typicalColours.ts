/** Kinds of things that are known by their colour, which the detector's labels do not tell apart from others. */
export const TYPICAL_COLOURS: ReadonlyMap<string, string> = new Map([
  ['taxi', 'yellow'],
  ['cab', 'yellow'],
  ['taxicab', 'yellow'],
  ['taxi cab', 'yellow'],
  ['school bus', 'yellow'],
  ['fire truck', 'red'],
  ['fire engine', 'red'],
  ['polar bear', 'white'],
  ['brown bear', 'brown'],
  ['grizzly bear', 'brown'],
  ['black bear', 'black'],
  ['swan', 'white'],
  ['crow', 'black'],
  ['raven', 'black'],
  ['flamingo', 'pink'],
  ['tennis ball', 'yellow'],
]);
