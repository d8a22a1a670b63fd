import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useCommands } from '../context.tsx';

/** A dialog of the app: closes with Esc or a click outside, and gives the focus back. */
export function Dialog(props: {
  readonly open: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { openDialog } = useCommands();
  return (
    <BaseDialog.Root open={props.open} onOpenChange={(open) => !open && openDialog(undefined)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Popup className={`popup dialog ${props.className ?? ''}`}>
          {props.children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

export const DialogTitle = BaseDialog.Title;
