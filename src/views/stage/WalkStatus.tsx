import { useEffect, useState } from 'react';
import type { AppState, AppStore } from '../../store/store.ts';
import { objectSummary } from '../twin/format.ts';

/** Says the selected object to screen readers, a moment after the selection came to rest. */
export function WalkStatus(props: { readonly store: AppStore }) {
  const { store } = props;
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const describe = ({ scene, ui }: AppState): string => {
      const chosen = scene.twin?.objects.filter((object) => ui.selectedIds.includes(object.id)) ?? [];
      const [first] = chosen;
      if (!first) return '';
      return chosen.length === 1 ? objectSummary(first) : `${chosen.length} objects selected`;
    };
    const stop = store.subscribe(
      (state) => state.ui.selectedIds,
      () => {
        clearTimeout(timer);
        timer = setTimeout(() => setText(describe(store.getState())), 250);
      },
    );
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store]);
  return (
    <span className="visuallyHidden" role="status">
      {text}
    </span>
  );
}
