import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

/** A titled part of the answer that opens on demand; `hint` says in a few words what is in it. */
export function Disclosure(props: {
  readonly title: string;
  readonly hint?: string;
  /** Whether it is open: at first, or, with `onOpen`, always. */
  readonly open?: boolean;
  readonly onOpen?: (open: boolean) => void;
  readonly children: ReactNode;
}) {
  const [own, setOwn] = useState(props.open ?? false);
  const open = props.onOpen ? (props.open ?? false) : own;
  const setOpen = props.onOpen ?? setOwn;
  const id = useId();
  return (
    <section className="disclosure">
      <h3>
        <button
          type="button"
          className="disclosure__head"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={12} aria-hidden />
          <span>{props.title}</span>
          {props.hint !== undefined && <span className="disclosure__hint">{props.hint}</span>}
        </button>
      </h3>
      {open && (
        <div className="disclosure__body" id={id}>
          {props.children}
        </div>
      )}
    </section>
  );
}
