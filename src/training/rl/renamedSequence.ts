import { type Renaming, renamedProgram, renamedQuestion } from '../worlds/clevr/rename.ts';
import type { Sequence } from './batch.ts';
import type { Vocabulary } from './rowDriver.ts';

/**
 * A question about a CLEVR scene and the rollout that answers it in another naming: where red becomes blue and left becomes right in both, a right
 * rollout stays right in the scene renamed alike. One that was given results stays as it is, for they are of its scene.
 *
 * @param sequence a first token, the prompt, and what was written
 */
export function renamedSequence(
  { tokens, written }: Sequence,
  renaming: Renaming,
  vocabulary: Vocabulary,
  eosToken: number,
): Sequence {
  const from = written.indexOf(true);
  if (from < 1 || written.lastIndexOf(false) > from) return { tokens, written };
  const prompt = vocabulary.encode(renamedQuestion(textOf(tokens.slice(1, from), vocabulary), renaming));
  const rollout = vocabulary.encode(renamedProgram(textOf(tokens.slice(from), vocabulary), renaming));
  const renamed = [...tokens.slice(0, 1), ...prompt, ...rollout];
  if (tokens.at(-1) === eosToken) renamed.push(eosToken);
  return { tokens: renamed, written: renamed.map((_, at) => at > prompt.length) };
}

function textOf(tokens: readonly number[], vocabulary: Vocabulary): string {
  const decoder = new TextDecoder();
  return (
    tokens.map((token) => decoder.decode(vocabulary.bytesOf(token), { stream: true })).join('') +
    decoder.decode()
  );
}
