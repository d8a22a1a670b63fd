import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useCommands } from '../context.tsx';
import { DialogTitle } from '../ui/Dialog.tsx';

/** Title of a view of the sheet, with the ways back and out. It takes the focus that the view before it lost. */
export function SheetHead(props: {
  readonly title: string;
  readonly tag?: string;
  readonly onBack?: () => void;
}) {
  const { title, tag, onBack } = props;
  const { openDialog } = useCommands();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  // Without tooltips: one that shows at once, because its button has the focus, would take the first Escape.
  return (
    <header className="modelsHead">
      {onBack && (
        <button type="button" className="iconButton" aria-label="All models" onClick={onBack}>
          <ArrowLeft size={16} aria-hidden />
        </button>
      )}
      <DialogTitle ref={heading} tabIndex={-1}>
        {title}
      </DialogTitle>
      <span className="modelTag">{tag}</span>
      <button type="button" className="iconButton" aria-label="Close" onClick={() => openDialog(undefined)}>
        <X size={16} aria-hidden />
      </button>
    </header>
  );
}
