import { CircleAlert, Info, X } from 'lucide-react';
import type { Notice } from '../../store/slices/notices.ts';
import { useApp, useCommands } from '../context.tsx';
import { IconButton } from './Controls.tsx';

/** What went wrong (or should be known) at one place: what, why, what to do. */
export function Notices(props: { readonly place: Notice['place'] }) {
  const notices = useApp((state) => state.notices.notices);
  const { dismissNotice } = useCommands();
  const here = notices.filter((notice) => notice.place === props.place);
  return here.map((notice) => (
    <div
      key={notice.id}
      className="notice"
      data-kind={notice.kind}
      data-code={notice.code}
      role={notice.kind === 'error' ? 'alert' : 'status'}
    >
      {notice.kind === 'error' ? <CircleAlert size={18} aria-hidden /> : <Info size={18} aria-hidden />}
      <div className="notice__text">
        <p>{notice.message}</p>
        {notice.remedy && <p>{notice.remedy}</p>}
      </div>
      <IconButton label="Dismiss" onClick={() => dismissNotice(notice.id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  ));
}
