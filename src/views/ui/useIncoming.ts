import { useEffect } from 'react';
import { useCommands } from '../context.tsx';

/** Files and addresses dropped anywhere on the window, or pasted outside text fields. */
export function useIncoming(onDragging: (dragging: boolean) => void): void {
  const { openFiles, openUrl } = useCommands();
  useEffect(() => {
    let depth = 0;
    const carries = (event: DragEvent): boolean =>
      event.dataTransfer?.types.some((type) => type === 'Files' || type === 'text/uri-list') ?? false;
    const open = (data: DataTransfer | null): boolean => {
      const files = [...(data?.files ?? [])];
      if (files.length > 0) {
        void openFiles(files);
        return true;
      }
      const address = data?.getData('text/uri-list') || data?.getData('text/plain') || '';
      if (!/^(?:https?:\/\/|data:image\/)\S+$/i.test(address.trim())) return false;
      void openUrl(address);
      return true;
    };
    const enter = (event: DragEvent): void => {
      if (!carries(event)) return;
      event.preventDefault();
      depth += 1;
      onDragging(true);
    };
    const over = (event: DragEvent): void => {
      if (carries(event)) event.preventDefault();
    };
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) onDragging(false);
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      onDragging(false);
      if (!carries(event)) return;
      event.preventDefault();
      open(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent): void => {
      const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      const files = event.clipboardData?.files.length ?? 0;
      if (inField && files === 0) return;
      if (open(event.clipboardData)) event.preventDefault();
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, [openFiles, openUrl, onDragging]);
}
