import type { Predicate } from '../../../twin/relations/types.ts';
import type { Meaning } from '../../knowledge/lexicon.ts';
import type { Extreme } from './vocabulary.ts';

export type Head =
  | { readonly kind: 'known'; readonly meaning: Meaning }
  /** A noun that the lexicon does not know. */
  | { readonly kind: 'unknown'; readonly word: string };

/** Anything that narrows a noun down. */
export type Modifier =
  | { readonly kind: 'attribute'; readonly attribute: string; readonly value: string }
  | { readonly kind: 'part'; readonly part: string }
  | { readonly kind: 'use'; readonly use: string }
  | {
      readonly kind: 'relation';
      readonly predicates: readonly Predicate[];
      readonly landmark: NounPhrase;
      /** The words, for notes: "on the road". */
      readonly words: string;
      /** True for a setting ("on the road") that may be left out when the landmark is unknown. */
      readonly setting: boolean;
    }
  /** The thing that a subject does something to or with: "that the man is riding". */
  | { readonly kind: 'objectOf'; readonly subject: NounPhrase; readonly clause: readonly string[] }
  | { readonly kind: 'position'; readonly value: string; readonly extreme?: Extreme }
  | { readonly kind: 'extreme'; readonly extreme: Extreme; readonly to?: NounPhrase }
  | { readonly kind: 'ordinal'; readonly position: number; readonly key: 'x' | 'y' | 'depth' }
  /** "that is a vegetable". */
  | { readonly kind: 'isA'; readonly phrase: NounPhrase }
  /** "that is not red", "without a person". */
  | { readonly kind: 'not'; readonly modifier: Modifier }
  /** "between the car and the bus", "between the books". */
  | { readonly kind: 'between'; readonly first: NounPhrase; readonly second?: NounPhrase }
  /** "except the bus". */
  | { readonly kind: 'exceptFor'; readonly phrase: NounPhrase }
  | { readonly kind: 'unchecked'; readonly words: string };

export interface NounPhrase {
  readonly head: Head;
  readonly definite: boolean;
  readonly plural: boolean;
  /** "two animals". */
  readonly quantity?: number;
  readonly modifiers: readonly Modifier[];
  /** How words were taken: corrections of spelling and the like. */
  readonly notes: readonly string[];
  /** "the cat and the dog": the second phrase. */
  readonly and?: NounPhrase;
}

/** A parsed stretch of words: the result and the index after it. */
export interface Parsed<T> {
  readonly value: T;
  readonly next: number;
}
