import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import './controls.css';

/** Shows a name (and a key) after a moment of hovering or at once on keyboard focus. */
export function Tip(props: {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactElement<Record<string, unknown>>;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={props.children} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="layer" side={props.side ?? 'bottom'} sideOffset={6}>
          <Tooltip.Popup className="tip">
            {props.text}
            {props.keys && <kbd>{props.keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly pressed?: boolean | undefined;
};

/** A 28 px button that shows only an icon; its name is the tooltip. `pressed` makes it a toggle. */
export function IconButton({ label, keys, side, pressed, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys} side={side ?? 'bottom'}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={className ? `iconButton ${className}` : 'iconButton'}
      />
    </Tip>
  );
}

type ButtonProps = ComponentProps<'button'> & { readonly look?: 'plain' | 'primary' | 'quiet' };

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  const names = ['button', look === 'plain' ? '' : `button--${look}`, className ?? ''];
  return <button type="button" {...rest} className={names.filter(Boolean).join(' ')} />;
}

/** One choice out of a few, all in view. */
export function Segmented<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: ReactNode }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset className="segmented" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
