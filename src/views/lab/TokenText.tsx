import type { CompletionView } from '../../../workers/contracts/training.ts';
import { type Mark, markOf } from './tokenMarks.ts';

type Piece = CompletionView['pieces'][number];

/** Pieces that are drawn alike as one, with their text. */
interface Run {
  readonly key: number;
  readonly written: boolean;
  readonly text: string;
  readonly mark: Mark;
  readonly title: string | undefined;
}

function runsOf(pieces: readonly Piece[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [key, piece] of pieces.entries()) {
    const mark = markOf(piece);
    const last = runs.at(-1);
    if (last && mark.direction === 'none' && last.mark.direction === 'none' && last.written === piece.written)
      runs[runs.length - 1] = { ...last, text: last.text + piece.text };
    else
      runs.push({
        key,
        written: piece.written,
        text: piece.text,
        mark,
        title:
          mark.direction === 'none'
            ? undefined
            : `ratio ${piece.ratio?.toFixed(2)}, probability ${Math.exp(piece.logprob).toFixed(2)} before`,
      });
  }
  return runs;
}

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** The text of a rollout by its tokens. */
export function TokenText(props: { readonly pieces: readonly Piece[] }) {
  return (
    <pre className="tokens mono" {...SCROLLED_BY_KEYS}>
      {runsOf(props.pieces).map(({ key, written, text, mark, title }) => (
        <span
          key={key}
          title={title}
          data-written={written}
          data-direction={mark.direction}
          data-strength={mark.direction === 'none' ? undefined : Math.ceil(4 * mark.strength)}
        >
          {text}
        </span>
      ))}
    </pre>
  );
}
