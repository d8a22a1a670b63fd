import { type GrammarFault, TAGS, type Tag } from '../../twin/trace/schema.ts';

export interface Block {
  readonly tag: Tag;
  /** What stands between the tags, as it was written. */
  readonly text: string;
}

export type Reading =
  | { readonly kind: 'more' }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'fault'; readonly fault: GrammarFault };

const FOLLOWERS: Readonly<Record<Tag | 'start', readonly Tag[]>> = {
  start: ['reason'],
  reason: ['plan', 'answer'],
  plan: ['results'],
  results: ['reason'],
  answer: [],
};

/** A tag: a name alone between angle brackets. Whatever else begins with `<` is text: "2 < 3", "<3". */
const WHOLE_TAG = /^<(\/?)([A-Za-z][A-Za-z0-9_-]{0,31})>$/;
const TAG_SO_FAR = /^<\/?(?:[A-Za-z][A-Za-z0-9_-]{0,31})?$/;

const MORE: Reading = { kind: 'more' };

/**
 * The tag grammar of rollouts (DESIGN section 6):
 *
 *   reason ( plan results reason )* answer
 *
 * with nothing but white space between the blocks, and no tag inside one. Reads character by character; every state is explicit, so that it can
 * pause anywhere.
 */
export class GrammarReader {
  /** Who may write `<results>`: in a finished transcript they are expected, from a policy they are a forgery. */
  readonly #writer: 'policy' | 'machine';
  #last: Tag | 'start' = 'start';
  #open: Tag | undefined;
  #text = '';
  /** Characters that may become a tag. */
  #pending = '';
  #at = 0;
  #fault: GrammarFault | undefined;

  constructor(writer: 'policy' | 'machine') {
    this.#writer = writer;
  }

  /** True once the answer is closed: nothing belongs to the rollout after it. */
  get done(): boolean {
    return this.#last === 'answer' && this.#open === undefined;
  }

  /** Takes one character (a code point). After a fault every reading is that fault. */
  push(character: string): Reading {
    if (this.#fault) return { kind: 'fault', fault: this.#fault };
    this.#at += character.length;
    if (this.#pending === '') {
      if (character !== '<') return this.#take(character);
      this.#pending = character;
      return MORE;
    }
    const candidate = this.#pending + character;
    const tag = WHOLE_TAG.exec(candidate);
    if (tag) {
      this.#pending = '';
      return this.#tag(tag[1] === '/', tag[2] ?? '');
    }
    if (TAG_SO_FAR.test(candidate)) {
      this.#pending = candidate;
      return MORE;
    }
    const flushed = this.#take(this.#pending);
    this.#pending = '';
    if (flushed.kind === 'fault') return flushed;
    if (character !== '<') return this.#take(character);
    this.#pending = character;
    return MORE;
  }

  /** Says that no more will come. Undefined when the rollout is whole. */
  end(): GrammarFault | undefined {
    if (this.#fault) return this.#fault;
    if (this.#pending !== '') this.#take(this.#pending);
    this.#pending = '';
    if (this.#open !== undefined) this.#fail('unclosed', `<${this.#open}> is never closed`);
    else if (!this.done) this.#fail('unfinished', 'it ends before an answer');
    return this.#fault;
  }

  /** Puts the results of the plan just read in their place, as the machine does. */
  inject(): void {
    if (this.#last === 'plan' && this.#open === undefined) this.#last = 'results';
  }

  #take(text: string): Reading {
    if (this.#open !== undefined) {
      this.#text += text;
      return MORE;
    }
    if (text.trim() === '') return MORE;
    return this.#fail('text-outside', 'there is text outside the tags');
  }

  #tag(closing: boolean, name: string): Reading {
    const tag = TAGS.find((known) => known === name);
    const shown = `<${closing ? '/' : ''}${name}>`;
    if (tag === undefined) return this.#fail('foreign', `${shown} is not a tag of this grammar`);
    if (this.#open !== undefined) {
      if (!closing || tag !== this.#open)
        return this.#fail('nested', `${shown} stands inside <${this.#open}>`);
      const block = { tag, text: this.#text };
      this.#last = tag;
      this.#open = undefined;
      this.#text = '';
      return { kind: 'block', block };
    }
    if (closing) return this.#fail('misplaced', `${shown} closes nothing`);
    if (tag === 'results' && this.#writer === 'policy')
      return this.#fail('forged-results', 'only tools write <results>');
    if (!FOLLOWERS[this.#last].includes(tag)) {
      const kind = tag === this.#last ? 'repeated' : 'misplaced';
      return this.#fail(
        kind,
        `${shown} may not follow ${this.#last === 'start' ? 'the beginning' : `</${this.#last}>`}`,
      );
    }
    this.#open = tag;
    return MORE;
  }

  #fail(kind: GrammarFault['kind'], message: string): Reading {
    this.#fault = { kind, at: this.#at, message };
    return { kind: 'fault', fault: this.#fault };
  }
}

/** Reads a whole transcript, results included: its blocks in order, or how it breaks the grammar. Never throws. */
export function readTranscript(
  text: string,
):
  | { readonly ok: true; readonly blocks: readonly Block[] }
  | { readonly ok: false; readonly fault: GrammarFault } {
  const reader = new GrammarReader('machine');
  const blocks: Block[] = [];
  for (const character of text) {
    const reading = reader.push(character);
    if (reading.kind === 'fault') return { ok: false, fault: reading.fault };
    if (reading.kind === 'block') blocks.push(reading.block);
  }
  const fault = reader.end();
  return fault ? { ok: false, fault } : { ok: true, blocks };
}
