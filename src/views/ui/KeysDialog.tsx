import { ACTIONS, type ActionGroup } from './actions.ts';
import { Dialog, DialogTitle } from './Dialog.tsx';
import { keyText } from './useKeyboard.ts';

const GROUPS: readonly ActionGroup[] = [
  'Source',
  'Overlay',
  'View',
  'Time',
  'Objects',
  'Edit',
  'Twin',
  'App',
];

/** All shortcuts, from the one registry. */
export function KeysDialog(props: { readonly open: boolean }) {
  return (
    <Dialog open={props.open}>
      <DialogTitle>Keyboard shortcuts</DialogTitle>
      <p className="muted" style={{ marginTop: 4 }}>
        Hover previews, click selects, Shift-click adds, double click frames; wheel or pinch zooms, drag pans.
        With the segment tool: click points at an object, Alt-click says what is not part of it, drag draws a
        box, the middle button pans. Shortcuts are silent in text fields.
      </p>
      <div className="keys">
        {GROUPS.map((group) => {
          const actions = ACTIONS.filter((action) => action.group === group && action.key);
          if (actions.length === 0) return null;
          return (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {actions.map((action) => (
                  <div key={action.title}>
                    <dt>{action.title}</dt>
                    <dd>{action.key && <kbd className="key">{keyText(action.key)}</kbd>}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
