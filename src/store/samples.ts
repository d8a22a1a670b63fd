/** Scenes of our own that ship with the app, each with a recorded twin (see `scripts/samples`). */
export const SAMPLES = [
  { id: 'desk', title: 'Desk' },
  { id: 'breakfast', title: 'Breakfast' },
  { id: 'street', title: 'Street' },
] as const;

export type SampleId = (typeof SAMPLES)[number]['id'];
