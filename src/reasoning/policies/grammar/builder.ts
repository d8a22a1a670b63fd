/** Collects the lines of a program: one call a line, equal calls shared, variables named after what they hold. */
export class ProgramBuilder {
  readonly #lines: string[] = [];
  readonly #byCall = new Map<string, string>();
  readonly #names = new Set<string>(['answer', 'true', 'false']);
  readonly #notes = new Set<string>();

  /** Adds `hint = call` and gives the variable; a call that was made before gives its variable again. */
  add(hint: string, call: string): string {
    const known = this.#byCall.get(call);
    if (known !== undefined) return known;
    const name = this.#freeName(hint);
    this.#lines.push(`${name} = ${call}`);
    this.#byCall.set(call, name);
    this.#names.add(name);
    return name;
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** The program, ended by the answer. */
  finish(answer: string): string {
    return [...this.#lines, `answer = ${answer}`].join('\n');
  }

  #freeName(hint: string): string {
    const plain = hint
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 24);
    const base = /^[a-z]/.test(plain) ? plain : 'set';
    if (!this.#names.has(base)) return base;
    for (let count = 2; ; count += 1) {
      if (!this.#names.has(`${base}_${count}`)) return `${base}_${count}`;
    }
  }
}

/** A text literal of the query language. */
export const quote = (text: string): string => JSON.stringify(text);
