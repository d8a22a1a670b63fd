import { ObjectChip } from '../ui/ObjectChip.tsx';

/** Objects as chips; of more than `cap` the rest is counted. */
export function Chips(props: {
  readonly ids: readonly string[];
  readonly labelOf: (id: string) => string | undefined;
  readonly cap?: number;
}) {
  const { ids, labelOf, cap = 40 } = props;
  return (
    <ul className="chips">
      {ids.slice(0, cap).map((id) => (
        <li key={id}>
          <ObjectChip id={id} label={labelOf(id)} />
        </li>
      ))}
      {ids.length > cap && <li className="muted">and {ids.length - cap} more</li>}
    </ul>
  );
}
