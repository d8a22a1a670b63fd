import type { PointerEvent } from 'react';
import { useCommands } from '../context.tsx';

/**
 * Makes words light the objects that they are about, while the pointer moves on them or they have the focus. Words that
 * scroll under a pointer at rest are not pointed at.
 */
export function useSaying(ids: readonly string[]) {
  const { light } = useCommands();
  return {
    onPointerMove: ({ movementX, movementY }: PointerEvent) => {
      if (movementX !== 0 || movementY !== 0) light(ids);
    },
    onPointerLeave: () => light(undefined),
    onFocus: () => light(ids),
    onBlur: () => light(undefined),
  };
}
