import { type Intent, read, strict } from './intent.ts';

const PATTERNS: readonly RegExp[] = [
  /^what is (?:going on|happening|taking place|here|in here|this|it|that|this about|visible|shown|depicted|all here)(?: here| there)?$/,
  /^what (?:happens|happened)(?: here| over time)?$/,
  /^what is in$/,
  /^what$/,
  /^what (?:does|do) (?:the|this) (?:picture|image|photo|photograph|scene|video|clip) (?:show|depict|contain)$/,
  /^what (?:can|do|could) (?:you|we|i|one) (?:see|find|observe|notice|spot)(?: here| in it)?$/,
  /^(?:describe|summarize|summarise|caption|explain)(?: (?:it|this|that|everything|what you see|what is (?:happening|going on|there|shown|visible)|(?:the|this|that) (?:picture|image|photo|photograph|scene|view|video|clip)))?(?: (?:briefly|for me|in detail|to me|in one sentence|in a sentence))*$/,
  /^(?:give|write|provide|make)(?: me)? (?:a |an )?(?:short |brief |detailed |one sentence )?(?:summary|description|caption|overview)(?: of (?:it|this|the (?:picture|image|photo|scene|video|clip)))?$/,
  /^(?:what|which) (?:objects|things|items) (?:are there|are (?:visible|shown|present|here)|(?:can|do) you see)$/,
  /^(?:what|which) (?:objects|things|items)(?: are)?$/,
  /^(?:list|name|enumerate)(?: all)?(?: the)? (?:objects|things|items|everything)(?: you (?:can )?see)?$/,
  /^tell me (?:something )?(?:about (?:it|this|the (?:picture|image|photo|scene|video|clip))|what you see|what is (?:happening|going on))$/,
  /^what is the (?:picture|image|photo|scene|video|clip) (?:about|of|showing)$/,
];

/** "What is going on in this picture?", "Describe the scene." */
export const summaryIntent: Intent = (input) =>
  PATTERNS.some((pattern) => pattern.test(input.text))
    ? read(strict(input), 'summary', 'summary()')
    : undefined;
