import { describe, expect, it } from 'vitest';
import { pluralize, singularCandidates } from '../../twin/query/words.ts';
import { COCO_LABELS } from '../../twin/schema/labels.ts';
import { KINDS } from './kinds.ts';
import {
  correctSpelling,
  englishLexicon,
  labelsForUse,
  longestTerm,
  meaningOf,
  splitList,
} from './lexicon.ts';
import { PARTS } from './parts.ts';
import { SYNONYMS } from './synonyms.ts';
import { USES } from './uses.ts';

const labels = new Set<string>(COCO_LABELS);

describe('nouns', () => {
  it.each([
    ['sofa', ['couch']],
    ['television', ['tv']],
    ['aeroplanes', ['airplane']],
    ['lorries', ['truck']],
    ['mice', ['mouse']],
    ['knives', ['knife']],
    ['people', ['person']],
    ['buses', ['bus']],
    ['children', ['person']],
    ['policemen', ['person']],
    ['wine glasses', ['wine glass']],
    ['sheep', ['sheep']],
    ['teddies', ['teddy bear']],
    ['doughnuts', ['donut']],
    ['bikes', ['bicycle', 'motorcycle']],
    ['fruit', ['banana', 'apple', 'orange']],
    ['pets', ['cat', 'dog', 'bird']],
    ['couches', ['couch']],
    ['scissors', ['scissors']],
    ['toothbrushes', ['toothbrush']],
  ])('%s means %j', (word, expected) => {
    expect(meaningOf(word)?.labels).toEqual(expected);
  });

  it('knows every label by its own name and its plural', () => {
    for (const label of COCO_LABELS) {
      expect(meaningOf(label)?.labels, label).toEqual([label]);
      expect(meaningOf(pluralize(label))?.labels, pluralize(label)).toEqual([label]);
    }
  });

  it('notes that who a person is has not been checked', () => {
    expect(englishLexicon.labelsFor('firefighter')).toMatchObject({
      note: expect.stringMatching(/can't be checked/),
    });
  });

  it('does not know what the detector does not know', () => {
    for (const word of ['dragon', 'tree', 'river', 'window', '', 'constructor', '__proto__']) {
      expect(meaningOf(word), word).toBeUndefined();
    }
  });

  it('prefers the longest term', () => {
    expect(longestTerm(['hot', 'dog', 'stand'], 0)).toMatchObject({
      length: 2,
      meaning: { labels: ['hot dog'] },
    });
    expect(longestTerm(['dining', 'room', 'tables'], 0)).toMatchObject({ length: 3 });
  });

  it('corrects a slip of the key, and nothing more', () => {
    expect(correctSpelling('giraff')?.labels).toEqual(['giraffe']);
    expect(correctSpelling('elefants')?.labels ?? correctSpelling('elephents')?.labels).toEqual(['elephant']);
    expect(correctSpelling('cot')).toBeUndefined();
    expect(correctSpelling('building')).toBeUndefined();
  });

  it('finds a dog more like a cat than like a car', () => {
    const { similarity } = englishLexicon;
    expect(similarity('dog', 'cat')).toBeGreaterThan(similarity('dog', 'car'));
    expect(similarity('dog', 'dog')).toBe(1);
  });
});

describe('the tables', () => {
  it('name labels of the detector only', () => {
    for (const members of [...Object.values(KINDS), ...Object.values(PARTS)]) {
      for (const label of members) expect(labels.has(label), label).toBe(true);
    }
    for (const use of USES) {
      const scores = labelsForUse(use.name);
      expect(scores.size, use.name).toBeGreaterThan(0);
      for (const [label, score] of scores) {
        expect(labels.has(label), `${use.name}: ${label}`).toBe(true);
        expect(score > 0 && score <= 1, `${use.name}: ${label} ${score}`).toBe(true);
      }
    }
  });

  it('give every use a name of its own and cues', () => {
    expect(new Set(USES.map(({ name }) => name)).size).toBe(USES.length);
    for (const { name, cues } of USES) expect(splitList(cues).length, name).toBeGreaterThan(0);
  });

  it('hold lower-case synonyms that are no other label', () => {
    for (const label of COCO_LABELS) {
      for (const word of splitList(SYNONYMS[label])) {
        expect(word).toBe(word.toLowerCase());
        expect(labels.has(word), `${word} under ${label}`).toBe(false);
      }
    }
  });

  it('say what serves a use and what does not', () => {
    const { affords, hasPart } = englishLexicon;
    expect(affords('clock', 'tell the time')).toBe(1);
    expect(affords('dog', 'tell the time')).toBe(0);
    expect(affords('dog', 'compose music')).toBeUndefined();
    expect(hasPart('elephant', 'trunk')).toBe(true);
    expect(hasPart('cat', 'trunk')).toBe(false);
    expect(hasPart('cat', 'gearbox')).toBeUndefined();
  });
});

describe('number of nouns', () => {
  it.each([
    ['person', 'people'],
    ['mouse', 'mice'],
    ['computer mouse', 'computer mice'],
    ['knife', 'knives'],
    ['bus', 'buses'],
    ['bench', 'benches'],
    ['sheep', 'sheep'],
    ['toothbrush', 'toothbrushes'],
    ['battery', 'batteries'],
    ['human', 'humans'],
    ['fireman', 'firemen'],
  ])('%s, %s', (one, many) => {
    expect(pluralize(one)).toBe(many);
    expect(singularCandidates(many.split(' ').at(-1) ?? '')).toContain(one.split(' ').at(-1));
  });
});
