import { randomOf, shuffled, splitSeed } from '../random.ts';
import { type Asked, askedOf, clevrWorld } from './world.ts';

/**
 * So many questions to learn the language from, spread as evenly over the families as their number allows, as the first programs of NS-VQA were
 * (three of each of CLEVR's ninety; Yi et al. 2018, section 4.1): training with rewards can only strengthen what is sampled now and then.
 */
export function fewPrograms(seed: number, count: number): readonly Asked[] {
  const families = shuffled(randomOf(seed, 'families'), clevrWorld.families);
  return Array.from({ length: count }, (_, index) => {
    const family = families[index % families.length];
    return askedOf(
      splitSeed(seed, 'clevr', index, 'sample'),
      family === undefined ? {} : { families: [family] },
    );
  });
}
