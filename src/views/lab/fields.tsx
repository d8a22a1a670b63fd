import { useId } from 'react';

/** A choice of one among some, as the system draws it. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}) {
  const id = useId();
  const { options, value } = props;
  return (
    <div className="labField">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) props.onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A number that counts when the field is left or Enter is pressed; one out of range is drawn back into it. */
export function NumberField(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Whole numbers unless told. */
  readonly fractions?: boolean;
  readonly hint?: string | undefined;
  readonly onCommit: (value: number) => void;
}) {
  const id = useId();
  const { value, min, max, fractions, hint } = props;
  const commit = (field: HTMLInputElement): void => {
    const read = field.valueAsNumber;
    const held = Math.min(max, Math.max(min, fractions ? read : Math.round(read)));
    const next = Number.isFinite(held) ? held : value;
    field.value = String(next);
    if (next !== value) props.onCommit(next);
  };
  return (
    <div className="labField">
      <label htmlFor={id} title={hint}>
        {props.label}
      </label>
      <input
        key={value}
        id={id}
        className="field"
        type="number"
        defaultValue={value}
        min={min}
        max={max}
        step="any"
        onBlur={(event) => commit(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget);
        }}
      />
    </div>
  );
}
