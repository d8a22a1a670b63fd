import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { correctionFault } from '../../io/corrections/correction.ts';
import {
  type Correction,
  type CorrectionTarget,
  MAX_QUESTION,
  type Region,
} from '../../io/corrections/schema.ts';
import { answerText } from '../../reasoning/explain/compare.ts';
import type { AskRecord, Task } from '../../reasoning/types.ts';
import type { CorrectionDraft } from '../../store/correctionCommands.ts';
import { normalText, numberIn } from '../../training/rewards/values.ts';
import type { Twin } from '../../twin/schema/twin.ts';

const refused = (message: string, remedy: string): Result<never, ErrorDetails> =>
  err({ code: 'bad-request', message, remedy });

type Target = Pick<Correction, 'task' | 'target'>;

/**
 * The right answer to a question as training needs it. Refused, with the reason, where no reward could be measured against it.
 *
 * @param twin what was known when it was asked
 * @param task the kind of answer that was forced, if any
 */
export function makeCorrection(
  ask: Pick<AskRecord, 'question' | 'policy' | 'reading' | 'execution'>,
  twin: Twin,
  task: Task | undefined,
  draft: CorrectionDraft,
  madeAt: string,
): Result<Correction, ErrorDetails> {
  const question = ask.question.trim();
  if (question.length > MAX_QUESTION)
    return refused(
      `The question has ${question.length} characters; policies are trained on at most ${MAX_QUESTION}.`,
      'Ask it in fewer words, and correct that answer.',
    );
  const asked = task ?? (ask.reading.readable ? ask.reading.task : 'value');
  const made = targetOf(draft, twin, asked, ask.execution?.answer?.unit);
  if (!made.ok) return made;
  const was = ask.execution?.answer ? answerText(ask.execution).slice(0, 2000) : '';
  const correction = { question, ...made.value, was, policy: ask.policy, madeAt, twin };
  const fault = correctionFault(correction);
  return fault === undefined
    ? ok(correction)
    : refused(`This answer can’t be trained on: ${fault}.`, 'Say what is right in another way.');
}

function targetOf(
  draft: CorrectionDraft,
  twin: Twin,
  asked: Task,
  unit: string | undefined,
): Result<Target, ErrorDetails> {
  switch (draft.kind) {
    case 'none':
      return ok({ task: asked, target: { kind: 'none' } });
    case 'truth':
      return draft.value === undefined
        ? refused('Neither yes nor no is chosen.', 'Choose one of them.')
        : ok(valueTarget(draft.value));
    case 'number':
      return numberTarget(draft.text, unit);
    case 'words':
      return wordsTarget(draft.text);
    case 'summary': {
      const text = draft.text.trim();
      return text === ''
        ? refused('The summary is empty.', 'Write what a good summary says.')
        : ok({ task: 'summary', target: { kind: 'summary', text } });
    }
    case 'mask':
    case 'box':
      return regionsTarget(draft.kind, draft.ids, draft.drawn, twin);
  }
}

const valueTarget = (value: number | boolean | string): Target => ({
  task: 'value',
  target: { kind: 'value', value },
});

function numberTarget(text: string, unit: string | undefined): Result<Target, ErrorDetails> {
  const value = numberIn(text);
  if (value === undefined)
    return refused(
      text.trim() === '' ? 'No number is given.' : `“${text.trim()}” is not a number.`,
      'Write a number such as 3 or 1.5.',
    );
  return unit === undefined
    ? ok(valueTarget(value))
    : refused(
        `A measured value (in ${unit}) is right only where it is exactly the twin’s, so nothing can be learnt from it.`,
        'Correct what the twin says of the object in its panel, and ask again.',
      );
}

function wordsTarget(text: string): Result<Target, ErrorDetails> {
  const words = text.trim();
  if (words.length > 200)
    return refused('The answer is longer than 200 characters.', 'Write it as a summary.');
  if (normalText(words) === '')
    return refused(
      words === '' ? 'No words are given.' : `“${words}” holds no word that an answer is compared by.`,
      'Write the answer as it should be given, such as “blue” or “cat and dog”.',
    );
  return ok(valueTarget(numberIn(words) ?? words));
}

function regionsTarget(
  task: 'mask' | 'box',
  ids: readonly string[],
  drawn: readonly Region[],
  twin: Twin,
): Result<Target, ErrorDetails> {
  if (twin.source.kind === 'video')
    return refused(
      'Masks and boxes of a clip change with its frames, and nothing measures them for training yet.',
      'Correct questions about a clip by a number, words, yes or no, or “nothing”.',
    );
  const regions: Region[] = [];
  for (const id of ids) {
    const object = twin.objects.find((one) => one.id === id);
    const state = object?.states[0];
    if (!object || !state)
      return refused(
        `${id} is not in the twin that was asked.`,
        'Ask the question again, and correct the new answer.',
      );
    if (task === 'mask' && !state.mask)
      return refused(
        `${object.label} ${id} has no mask.`,
        'Choose boxes; or have it outlined in its panel, ask again, and correct that answer.',
      );
    regions.push({ id, box: state.box, ...(task === 'mask' && state.mask ? { mask: state.mask } : {}) });
  }
  for (const { box, mask } of drawn) regions.push({ box, ...(task === 'mask' && mask ? { mask } : {}) });
  if (regions.length === 0)
    return refused(
      'No object is chosen.',
      'Choose objects on the stage or in the list; where none is right, choose “Nothing fits”.',
    );
  const target: CorrectionTarget = { kind: 'regions', regions };
  return ok({ task, target });
}
