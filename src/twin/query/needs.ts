import { needsFinerMask } from '../schema/maskQuality.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';
import { type NeedRecord, REFINABLE_KINDS, type RefinableKind, type ToolKind } from './types.ts';

/** What `need` can ask for. Tracks need a video; the others are measured on an image. */
export const NEED_KINDS = [...REFINABLE_KINDS, 'track'] as const;
type NeedKind = (typeof NEED_KINDS)[number];

/** Something that a program must know before it can go on. */
export interface Need {
  readonly kind: ToolKind;
  /** The objects that lack it; empty for the text of the whole picture, and where objects are looked for. */
  readonly ids: readonly string[];
  /** Of `objects`: what to look for. */
  readonly phrase?: string;
}

/** A program that waits: for this to be measured on the picture of this twin. */
export interface NeedRequest {
  readonly twin: Twin;
  readonly need: Need;
}

/** What is given back for a need: the refined twin and what it cost, or why there is none. */
export type NeedOutcome = { readonly twin: Twin; readonly ms: number } | { readonly refused: string };

const MAX_CHANGES = 64;

/** The label of objects that are lines of text: marks in the picture rather than things. */
export const TEXT_LABEL = 'text';

/** Whether anything is known of an object in a respect. */
export function isKnown(object: TwinObject, state: ObjectState, kind: NeedKind): boolean {
  switch (kind) {
    case 'mask':
      return state.mask !== undefined;
    case 'depth':
      return state.depth !== undefined;
    case 'text':
      return Object.hasOwn(object.attributes, 'text');
    case 'attributes':
      return Object.keys(object.attributes).some((name) => name !== 'text');
    case 'track':
      return object.states.length > 1;
  }
}

/** Whether a tool would tell more of an object: nothing is known in this respect, or its mask is a coarse one. */
export const isWanting = (twin: Twin, object: TwinObject, state: ObjectState, kind: NeedKind): boolean => {
  if (kind === 'mask' && twin.source.kind === 'image') return needsFinerMask(twin, state);
  // The masks and depths of a track are measured with it: looking closer is for pictures.
  return !object.states.some((each) => isKnown(object, each, kind));
};

/** Whether the text of the whole picture was read before: by a run for text that named no objects. */
export const wholeTextWasRead = ({ log }: Twin): boolean =>
  log.some(({ tool, args }) => tool === TEXT_LABEL && args.objects === 0);

/** What is known of an object in a respect, in a few words. */
export function knowledgeOf(object: TwinObject, state: ObjectState, kind: RefinableKind): string {
  switch (kind) {
    case 'mask':
      return state.mask ? `mask of ${Math.round(state.area ?? 0)} px²` : 'no mask';
    case 'depth': {
      const { depth } = state;
      return depth ? `${depth.mean.toPrecision(3)} ${depth.unit}` : 'no depth';
    }
    case 'text': {
      const { text } = object.attributes;
      return text ? `“${text.value}”` : 'no text';
    }
    case 'attributes': {
      const names = Object.keys(object.attributes).filter((name) => name !== 'text');
      return names.length === 0 ? 'no attributes' : names.join(', ');
    }
  }
}

/** What tools have been asked for while one question is answered: each only once, whatever came of it. */
export class NeedLedger {
  /** By kind and object (or the whole picture): whether it was measured. */
  readonly #asked = new Map<string, boolean>();

  /** The part of a need that has not been asked for; undefined when all of it has. */
  open(need: Need): Need | undefined {
    const { kind, ids, phrase } = need;
    if (ids.length === 0) return this.#asked.has(keyOf(kind, phrase)) ? undefined : need;
    const rest = ids.filter((id) => !this.#asked.has(keyOf(kind, id)));
    return rest.length > 0 ? { kind, ids: rest } : undefined;
  }

  add({ kind, ids, phrase }: Need, measured: boolean): void {
    for (const id of ids.length === 0 ? [phrase] : ids) this.#asked.set(keyOf(kind, id), measured);
  }

  /** Whether a tool looked for this on an object, or, without an id, in the whole picture. */
  measured(kind: RefinableKind, id: string | undefined): boolean {
    const whole = this.#asked.get(keyOf(kind, undefined)) ?? false;
    return whole || (id !== undefined && (this.#asked.get(keyOf(kind, id)) ?? false));
  }
}

/** `part` is an object or a phrase; without one, the whole picture. */
const keyOf = (kind: ToolKind, part: string | undefined): string =>
  part === undefined ? kind : `${kind} ${part}`;

/**
 * Why a tool's twin can't stand in for the one that it was given: its source or an object is gone, or the log was rewritten.
 * Undefined when it is a refinement.
 */
export function refinementFault(before: Twin, after: Twin): string | undefined {
  const { source } = after;
  if (source.width !== before.source.width || source.height !== before.source.height)
    return 'the tool looked at another picture';
  const kept = new Set(after.objects.map(({ id }) => id));
  const lost = before.objects.find(({ id }) => !kept.has(id));
  if (lost) return `the tool lost the object ${lost.id}`;
  return after.log.length < before.log.length ? 'the tool rewrote the log of tool runs' : undefined;
}

/** Puts down how a need was met. */
export function recordNeed(
  need: Need,
  before: Twin,
  outcome: NeedOutcome,
  frame: number | undefined,
): NeedRecord {
  if ('refused' in outcome)
    return { ...need, ms: 0, runs: [], added: [], changes: [], refused: outcome.refused };
  const { twin, ms } = outcome;
  const known = new Map(before.objects.map((object) => [object.id, object]));
  const wanted = new Set(need.ids);
  const changes: NeedRecord['changes'][number][] = [];
  for (const object of twin.objects) {
    if (need.kind === 'objects' || !wanted.has(object.id) || changes.length >= MAX_CHANGES) continue;
    changes.push({
      id: object.id,
      before: knowledgeAt(known.get(object.id), need.kind, frame),
      after: knowledgeAt(object, need.kind, frame),
    });
  }
  return {
    ...need,
    ms,
    runs: twin.log.map((_, index) => index).slice(before.log.length),
    added: twin.objects.flatMap(({ id }) => (known.has(id) ? [] : [id])),
    changes,
  };
}

function knowledgeAt(object: TwinObject | undefined, kind: RefinableKind, frame: number | undefined): string {
  const states = (object?.states ?? []).filter((state) => frame === undefined || state.frame === frame);
  const state = states.find((each) => object && isKnown(object, each, kind)) ?? states[0];
  return object && state ? knowledgeOf(object, state, kind) : 'not there';
}
