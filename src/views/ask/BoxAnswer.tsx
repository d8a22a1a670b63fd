import { formatScore } from '../../core/units.ts';
import { ObjectChip, useObjectAtRest } from '../ui/ObjectChip.tsx';
import { ShowOnStage } from './MaskAnswer.tsx';

const CAP = 24;

/** The boxes of the answer, numbered, with their sides in pixels. */
export function BoxAnswer(props: {
  readonly ids: readonly string[];
  readonly labelOf: (id: string) => string | undefined;
}) {
  const { ids, labelOf } = props;
  return (
    <>
      <div className="shown__head">
        <span className="muted">
          {ids.length} {ids.length === 1 ? 'box' : 'boxes'}, sides in pixels from the top left
        </span>
        <ShowOnStage ids={ids} />
      </div>
      <table className="boxes" aria-label="Boxes of the answer">
        <thead>
          <tr>
            <th aria-label="Number">#</th>
            <th>Object</th>
            <th className="right">Left</th>
            <th className="right">Top</th>
            <th className="right">Right</th>
            <th className="right">Bottom</th>
            <th className="right">Score</th>
          </tr>
        </thead>
        <tbody>
          {ids.slice(0, CAP).map((id, index) => (
            <BoxRow key={id} id={id} number={index + 1} label={labelOf(id)} />
          ))}
        </tbody>
      </table>
      {ids.length > CAP && <p className="muted">and {ids.length - CAP} more</p>}
    </>
  );
}

function BoxRow(props: { readonly id: string; readonly number: number; readonly label: string | undefined }) {
  const { id, number, label } = props;
  const object = useObjectAtRest(id);
  const [x0, y0, x1, y1] = object?.states[0]?.box ?? [];
  return (
    <tr>
      <td className="muted">{number}</td>
      <td>
        <ObjectChip id={id} label={label} />
      </td>
      {[x0, y0, x1, y1].map((side, index) => (
        <td key={['left', 'top', 'right', 'bottom'][index]} className="right numeric">
          {side === undefined ? '–' : Math.round(side)}
        </td>
      ))}
      <td className="right numeric">{object ? formatScore(object.score) : '–'}</td>
    </tr>
  );
}
