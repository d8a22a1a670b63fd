import { useApp, useCommands } from '../context.tsx';

/** Asks a question and gives it the kind of answer that is chosen in the bar. */
export function useAsk(): (question: string) => void {
  const { ask } = useCommands();
  const task = useApp((state) => state.ui.task);
  return (question) => void ask(question, task);
}
