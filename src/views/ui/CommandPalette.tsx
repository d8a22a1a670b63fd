import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useServices } from '../context.tsx';
import { ACTIONS, type Action, isEnabled } from './actions.ts';
import { Dialog, DialogTitle } from './Dialog.tsx';
import { keyText } from './useKeyboard.ts';

/** Every word of the query begins a word of the title or its group. */
export function matchesQuery(action: Pick<Action, 'title' | 'group'>, query: string): boolean {
  const words = `${action.group} ${action.title}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((part) => words.some((word) => word.startsWith(part)));
}

export function CommandPalette(props: { readonly open: boolean }) {
  return (
    <Dialog open={props.open} className="palette">
      <PaletteBody />
    </Dialog>
  );
}

function PaletteBody() {
  const services = useServices();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const state = services.store.getState();
  const found = ACTIONS.filter(
    (action) => action.key !== 'commands' && isEnabled(action, state) && matchesQuery(action, query),
  );
  const current = Math.min(active, found.length - 1);

  useEffect(() => {
    list.current?.children.item(current)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const run = (action: Action | undefined): void => {
    if (!action) return;
    services.commands.openDialog(undefined);
    // The dialog gives the focus back when it has closed; what the command focuses must come later.
    setTimeout(() => action.run(services), 0);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setActive((current + by + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[current]);
    }
  };

  return (
    <>
      <DialogTitle className="visuallyHidden">Find a command</DialogTitle>
      <input
        className="palette__field"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${current}` : undefined}
        aria-label="Find a command"
        placeholder="Find a command"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette__list" id="palette-list" role="listbox" aria-label="Commands" ref={list}>
        {found.map((action, index) => (
          // The field keeps the focus and handles the keys, as the combobox pattern asks.
          <div
            key={action.title}
            id={`palette-${index}`}
            className="menu__item"
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            data-highlighted={index === current ? '' : undefined}
            onPointerMove={() => setActive(index)}
            onPointerUp={() => run(action)}
          >
            {action.title}
            {action.key && <kbd>{keyText(action.key)}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="menu__label">No command is called that.</p>}
      </div>
    </>
  );
}
