import { formatDuration } from '../../core/units.ts';
import type { NeedRecord, QueryStep } from '../../twin/query/types.ts';
import { useApp } from '../context.tsx';
import { ObjectChip } from '../ui/ObjectChip.tsx';

const WORDS: Readonly<Record<NeedRecord['kind'], string>> = {
  mask: 'masks',
  text: 'text',
  depth: 'depth',
  attributes: 'attributes',
  objects: 'looked for',
};

const CHIP_CAP = 12;

/** What the question made necessary: which tool looked at which objects, what it found and what it cost. */
export function Needs(props: { readonly steps: readonly QueryStep[] }) {
  const needs = props.steps.flatMap((step) => step.needs ?? []);
  if (needs.length === 0) return null;
  return (
    <section>
      <h3 className="label">Measured for this question</h3>
      <ul className="needs">
        {needs.map((need) => (
          <Met key={`${need.kind} ${need.phrase ?? need.ids.join(' ')}`} need={need} />
        ))}
      </ul>
    </section>
  );
}

/** "no mask → mask of 5210 px²"; what stayed as it was is said once. */
const changeText = ({ before, after }: NeedRecord['changes'][number]): string =>
  before === after ? `still ${after}` : `${before} → ${after}`;

function Met(props: { readonly need: NeedRecord }) {
  const { kind, ids, phrase, added, ms, runs, changes, refused } = props.need;
  const shown = kind === 'objects' ? added : ids;
  const tools = useApp((state) => {
    const log = state.scene.twin?.log ?? [];
    return [...new Set(runs.flatMap((run) => log[run]?.model ?? []))].join(', ');
  });
  const [first] = changes;
  return (
    <li>
      <div className="needs__row">
        <b>{WORDS[kind]}</b>
        {ids.length === 0 && <span>{phrase === undefined ? 'the whole picture' : `“${phrase}”`}</span>}
        {shown.slice(0, CHIP_CAP).map((id) => (
          <ObjectChip key={id} id={id} />
        ))}
        {shown.length > CHIP_CAP && <span className="muted">and {shown.length - CHIP_CAP} more</span>}
        <span className="needs__cost">{refused === undefined ? formatDuration(ms) : 'not measured'}</span>
      </div>
      <p className="muted">
        {refused ??
          [tools, first && changes.length === 1 ? changeText(first) : '']
            .filter((part) => part !== '')
            .join(' · ')}
      </p>
    </li>
  );
}
