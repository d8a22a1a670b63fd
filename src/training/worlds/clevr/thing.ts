import type { Attribute } from './vocabulary.ts';

/** Radii of the objects in world units (metres here). */
const RADII: Readonly<Record<string, number>> = { large: 0.7, small: 0.35 };

/** An object with its place on the ground, seen from the camera's foot: to the right and away, in metres. */
export interface Thing {
  readonly values: Readonly<Record<Attribute, string>>;
  readonly right: number;
  readonly away: number;
}

export const radiusOf = ({ values }: Pick<Thing, 'values'>): number => RADII[values.size] ?? 0.35;
