/** A part of a conversation, as chat templates take it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a language model is to write on. */
export interface WriteRequest {
  readonly messages: readonly ChatMessage[];
  /** What the model's answer has come to so far; it writes on from its end. */
  readonly transcript: string;
  readonly maxTokens: number;
}

/** Decides which text may come next. What it is about is not the model's business. */
export interface TextConstraint {
  /** Whether what was written may go on with this text: whole characters. */
  accepts(text: string): boolean;
  /** Takes text that was written and is accepted. */
  advance(text: string): void;
  /** Somebody else writes on from here. */
  readonly paused: boolean;
  /** Nothing may follow. */
  readonly done: boolean;
}

export interface WriteProgress {
  /** New text, in the order of writing. */
  readonly text?: string;
  /** How much of what the model has to read it has read, in [0, 1]. */
  readonly read?: number;
}

export interface WriteJob {
  readonly signal: AbortSignal;
  readonly progress: (progress: WriteProgress) => void;
}

/** What a turn of writing came to. */
export interface Written {
  /** `turn`: another has the word; `end-token`: the model ended; `no-room`: it may write no more tokens. */
  readonly end: 'turn' | 'end-token' | 'no-room';
  /** Tokens that were read: fewer than the conversation has where it goes on from the turn before. */
  readonly readTokens: number;
  /** Tokens that were written. */
  readonly tokens: number;
  /** From the call to the first token, reading included. */
  readonly firstTokenMs: number;
  /** From the call to the end. */
  readonly ms: number;
}
