import { useState } from 'react';
import type { HeldOutRow } from '../../store/slices/lab.ts';
import { useApp } from '../context.tsx';
import { Segmented } from '../ui/Controls.tsx';
import { type Change, pairsOf } from './heldOutPairs.ts';

const CHANGE_TEXT: Readonly<Record<Change, string>> = {
  better: 'now right',
  worse: 'got worse',
  right: 'right still',
  wrong: 'wrong still',
};

/** Held-out sets as a person knows them. */
const SETS: Readonly<Record<string, string>> = {
  clevr: 'CLEVR world',
  photo: 'Photo world',
  video: 'Video world',
  corrections: 'My corrections',
};

const MOST_ROWS = 60;

/** Fixed held-out questions before and after: what changed, and what got worse. */
export function HeldOut() {
  const before = useApp((state) => state.lab.before);
  const after = useApp((state) => state.lab.after);
  const baselines = useApp((state) => state.lab.baselines);
  const [chosen, setChosen] = useState<string>();
  const [shown, setShown] = useState<Change>('better');
  if (!before || !after)
    return (
      <p className="lab__empty">
        {before
          ? 'The held-out questions were answered before training. They are answered again when the run is through, or with “Measure now”.'
          : 'The same questions are answered before training and after it. Start a run to see what changes, and what gets worse.'}
      </p>
    );
  const sets = [...new Set(before.map(({ set }) => set))];
  const set = sets.find((name) => name === chosen) ?? sets[0] ?? '';
  const was = before.filter((row) => row.set === set);
  const is = after.rows.filter((row) => row.set === set);
  const baseline = baselines[set];
  const pairs = pairsOf(was, is);
  const count = (change: Change): number => pairs.filter((pair) => pair.change === change).length;
  const right = (rows: readonly HeldOutRow[]): number => rows.filter((row) => row.right).length;
  const listed = pairs.filter(({ change }) => change === shown);
  return (
    <>
      {sets.length > 1 && (
        <Segmented
          label="Held-out set"
          value={set}
          options={sets.map((value) => ({ value, text: SETS[value] ?? value }))}
          onChange={setChosen}
        />
      )}
      <p className="group__question">
        {right(was)} of {was.length} right before, {right(is)} after step {after.step}
        {baseline && `; the grammar ${baseline.right} of ${baseline.n}`}.
      </p>
      <p className="lab__hint">
        {count('better')} became right and {count('worse')} became wrong. A difference smaller than the
        interval in the chart may be chance.
      </p>
      <Segmented
        label="Which questions"
        value={shown}
        options={(['better', 'worse', 'right', 'wrong'] as const).map((value) => ({
          value,
          text: `${CHANGE_TEXT[value]} (${count(value)})`,
        }))}
        onChange={setShown}
      />
      {listed.length === 0 ? (
        <p className="lab__hint">None.</p>
      ) : (
        <div className="tableScroll">
          <table className="labTable" aria-label={`Questions that are ${CHANGE_TEXT[shown]}`}>
            <thead>
              <tr>
                <th scope="col">Question</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {listed.slice(0, MOST_ROWS).map(({ before: earlier, after: later }) => (
                <tr key={earlier.id}>
                  <th scope="row" title={earlier.family}>
                    {earlier.question}
                  </th>
                  <Cell row={earlier} />
                  <Cell row={later} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {listed.length > MOST_ROWS && <p className="lab__hint">The first {MOST_ROWS} are shown.</p>}
    </>
  );
}

function Cell({ row }: { readonly row: HeldOutRow }) {
  return (
    <td>
      {row.right ? '✓' : '✗'} {row.answer}
      {row.exact !== undefined && (
        <span className="muted"> · {row.exact ? 'program as meant' : 'other program'}</span>
      )}
    </td>
  );
}
