import type { Predicate, Relation } from '../relations/types.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import type { Spans } from '../tracks/spans.ts';
import { stateInFrame, type Timeline } from '../tracks/timeline.ts';
import type { RefinableKind } from './types.ts';

/**
 * What words mean: injected, because the query language itself knows no English. `src/reasoning/knowledge` implements
 * it; `literalLexicon` is enough for programs that name labels exactly.
 */
export interface Lexicon {
  /** The labels that a word stands for ("sofa" → couch; "animal" → ten labels), or undefined for an unknown word. */
  labelsFor(word: string): { readonly labels: readonly string[]; readonly note?: string } | undefined;
  /** How well an object of this label serves a use ("sit on"), in [0, 1]; undefined when the use is unknown. */
  affords(label: string, use: string): number | undefined;
  /** Whether objects of this label have a part ("trunk"); undefined when the part is unknown. */
  hasPart(label: string, part: string): boolean | undefined;
  /** Likeness of a word and a label in [0, 1], for "nearest label" hints. */
  similarity(word: string, label: string): number;
}

/** Gives a relation between two objects when it holds; of a video, in a frame. */
export type RelationProvider = (
  subject: string,
  predicate: Predicate,
  object: string,
  frame?: number,
) => Relation | undefined;

/** Everything that a function may look at. Nothing in it can be changed by a program. */
export interface QueryContext {
  readonly twin: Twin;
  readonly lexicon: Lexicon;
  /** Of a video without a frame: in the frame where the relation is clearest. */
  readonly relate: RelationProvider;
  /** The frames of a video that is asked about as a whole; undefined for a picture and for a single frame. */
  readonly time: Timeline | undefined;
  /** The sampled frames that a call is about, of objects that are looked at for a part of their time only. */
  readonly within?: ReadonlyMap<string, Spans>;
  /**
   * Objects that exist at the frame in question, with their state there, in document order. Of a whole video all objects, each
   * in the frame of the time in question that shows it best.
   */
  readonly objects: ReadonlyMap<string, { readonly object: TwinObject; readonly state: ObjectState }>;
  /** Whether a tool is at hand that finds what a phrase describes. */
  readonly finds: boolean;
  /** Whether a tool looked for this while the question is answered: on an object or, without an id, in the whole picture. */
  readonly measured: (kind: RefinableKind, id?: string) => boolean;
}

/** A lexicon in which every word means the label of the same spelling, and nothing is known about uses or parts. */
export const literalLexicon: Lexicon = {
  labelsFor: () => undefined,
  affords: () => undefined,
  hasPart: () => undefined,
  similarity: (word, label) => (word === label ? 1 : 0),
};

/** Collects the objects of a twin at a frame. */
export function objectsAt(twin: Twin, frame: number): QueryContext['objects'] {
  const objects = new Map<string, { object: TwinObject; state: ObjectState }>();
  for (const object of twin.objects) {
    const state = stateInFrame(object, frame);
    if (state) objects.set(object.id, { object, state });
  }
  return objects;
}
