import { type ReactNode, useState } from 'react';

const CHILD_CAP = 200;

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

function summary(value: object): string {
  if (Array.isArray(value)) {
    const flat = value.length <= 6 && value.every((item) => !isBranch(item));
    return flat ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : `[ ${value.length} ]`;
  }
  const named = value as { readonly label?: unknown; readonly id?: unknown; readonly tool?: unknown }; // display only
  const hint = [named.id, named.label, named.tool].filter((item) => typeof item === 'string').join(' ');
  return hint === '' ? `{ ${Object.keys(value).length} }` : `{ ${hint} }`;
}

/**
 * Any JSON value as nested text that folds; children are drawn when their parent is opened, so that large twins cost
 * nothing. Values are text nodes only.
 */
export function JsonTree(props: {
  readonly name?: string;
  readonly value: unknown;
  readonly open?: boolean;
}) {
  const { name, value } = props;
  const [open, setOpen] = useState(props.open ?? false);
  const key: ReactNode = name === undefined ? null : <span className="json__key">{name}: </span>;
  if (!isBranch(value)) {
    return (
      <div className="json__leaf">
        {key}
        <span className={typeof value === 'string' ? 'json__text' : undefined}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const entries = Object.entries(value);
  const flat = Array.isArray(value) && value.length <= 6 && value.every((item) => !isBranch(item));
  if (entries.length === 0 || flat) {
    return (
      <div className="json__leaf">
        {key}
        {summary(value)}
      </div>
    );
  }
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {key}
        {summary(value)}
      </summary>
      {open && (
        <div className="json__body">
          {entries.slice(0, CHILD_CAP).map(([childName, child]) => (
            <JsonTree key={childName} name={childName} value={child} />
          ))}
          {entries.length > CHILD_CAP && (
            <div className="json__leaf">… {entries.length - CHILD_CAP} more: save the file to see all</div>
          )}
        </div>
      )}
    </details>
  );
}
