import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';

/** A compact choice that shows its name and value: "Colour by class". */
export function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}) {
  const { label, value, options, onChange } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <Menu.Root>
      <Menu.Trigger className="button button--quiet" aria-label={`${label}: ${chosen?.text ?? ''}`}>
        <span className="muted">{label}</span> {chosen?.text.toLowerCase()}
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="end">
          <Menu.Popup className="popup menu" style={{ minWidth: 140 }}>
            <Menu.RadioGroup value={value}>
              {options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  className="menu__item"
                  closeOnClick
                  onClick={() => onChange(option.value)}
                >
                  {option.text}
                  <Menu.RadioItemIndicator style={{ marginLeft: 'auto' }}>
                    <Check size={14} aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
