import { formatDuration } from '../../core/units.ts';
import type { AskRecord } from '../../reasoning/types.ts';
import type { NeedRecord } from '../../twin/query/types.ts';
import type { TwinCounts } from '../../twin/trace/schema.ts';
import { useApp } from '../context.tsx';
import { ObjectChip } from '../ui/ObjectChip.tsx';
import { Disclosure } from './Disclosure.tsx';

const WORDS: Readonly<Record<NeedRecord['kind'], string>> = {
  mask: 'masks',
  text: 'text',
  depth: 'depth',
  attributes: 'attributes',
  objects: 'looked for',
};

const CHIP_CAP = 12;

/** What the question made necessary: which tool looked at which objects, what it found and what it cost. */
export function Construction(props: { readonly ask: AskRecord }) {
  const { execution, trace } = props.ask;
  const needs = execution?.steps.flatMap((step) => step.needs ?? []) ?? [];
  if (needs.length === 0) return null;
  const ms = needs.reduce((sum, need) => sum + need.ms, 0);
  const refused = needs.filter((need) => need.refused !== undefined).length;
  const hint = refused === needs.length ? 'not possible' : formatDuration(ms);
  return (
    <Disclosure title="Measured for this question" hint={hint} open>
      <ul className="needs">
        {needs.map((need) => (
          <Met
            key={`${need.kind} ${need.phrase ?? need.ids.join(' ')}`}
            need={need}
            toolRuns={trace?.toolRuns}
          />
        ))}
      </ul>
      {trace && <Knew before={trace.twin.before} after={trace.twin.after} />}
    </Disclosure>
  );
}

type ToolRuns = NonNullable<AskRecord['trace']>['toolRuns'];

function Met(props: { readonly need: NeedRecord; readonly toolRuns: ToolRuns | undefined }) {
  const { kind, ids, phrase, added, ms, runs, changes, refused } = props.need;
  const shown = kind === 'objects' ? added : ids;
  const log = useApp((state) => state.scene.twin?.log);
  const models = runs.flatMap(
    (index) => (props.toolRuns?.find((run) => run.index === index)?.run ?? log?.[index])?.model ?? [],
  );
  const found = kind === 'objects' || ids.length === 0 ? `${added.length} found` : '';
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
          [
            [...new Set(models)].join(', '),
            found,
            first && changes.length === 1 ? `${first.before} → ${first.after}` : '',
          ]
            .filter((part) => part !== '')
            .join(' · ')}
      </p>
      {changes.length > 1 && (
        <ul className="needs__changes muted">
          {changes.slice(0, CHIP_CAP).map(({ id, before, after }) => (
            <li key={id}>
              <span className="mono">{id}</span> {before} → {after}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const COUNTED: readonly (readonly [keyof TwinCounts, string])[] = [
  ['objects', 'objects'],
  ['masks', 'masks'],
  ['depths', 'depths'],
  ['texts', 'texts'],
  ['attributes', 'attributes'],
];

/** What the twin knew before the question and after it, counted. */
export function Knew(props: { readonly before: TwinCounts; readonly after: TwinCounts }) {
  const { before, after } = props;
  return (
    <dl className="knew" aria-label="What the twin knew, before and after">
      <div>
        <dt>the twin knew</dt>
        <dd className="muted">before → after</dd>
      </div>
      {COUNTED.map(([key, words]) => (
        <div key={key} data-changed={before[key] !== after[key]}>
          <dt>{words}</dt>
          <dd>{before[key] === after[key] ? after[key] : `${before[key]} → ${after[key]}`}</dd>
        </div>
      ))}
    </dl>
  );
}
