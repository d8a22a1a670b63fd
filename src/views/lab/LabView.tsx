import { useEffect, useState } from 'react';
import { useApp, useCommands } from '../context.tsx';
import { CorrectionSet } from '../corrections/CorrectionSet.tsx';
import { Segmented } from '../ui/Controls.tsx';
import { Charts } from './Charts.tsx';
import { GroupMicroscope } from './GroupMicroscope.tsx';
import { HeldOut } from './HeldOut.tsx';
import { KernelPanel } from './KernelPanel.tsx';
import { Lessons } from './Lessons.tsx';
import { RunControls } from './RunControls.tsx';
import { RunFiles } from './RunFiles.tsx';
import { RunStatus } from './RunStatus.tsx';
import { SetupForm } from './SetupForm.tsx';
import { StepThrough } from './StepThrough.tsx';
import { WorldView } from './WorldView.tsx';
import './lab.css';

type Tab = 'group' | 'steps' | 'heldout' | 'world' | 'corrections' | 'lessons';

const TABS = [
  { value: 'group', text: 'Group' },
  { value: 'steps', text: 'Step through' },
  { value: 'heldout', text: 'Before and after' },
  { value: 'world', text: 'World' },
  { value: 'corrections', text: 'My corrections' },
  { value: 'lessons', text: 'Lessons' },
] as const satisfies readonly { value: Tab; text: string }[];

const PARTS: Readonly<Record<Tab, () => React.ReactNode>> = {
  group: () => <GroupMicroscope />,
  steps: () => <StepThrough />,
  heldout: () => <HeldOut />,
  world: () => <WorldView />,
  corrections: () => <CorrectionSet />,
  lessons: () => <Lessons />,
};

/** The lab: a policy is trained by GRPO in a worker; here it is started, watched and taken apart. */
export default function LabView() {
  const { lab } = useCommands();
  const running = useApp((state) => state.lab.run !== undefined);
  const [tab, setTab] = useState<Tab>('lessons');
  const [seen, setSeen] = useState(running);
  useEffect(() => void lab.refresh(), [lab]);
  if (running && !seen) {
    // The first run shows its groups.
    setSeen(true);
    setTab('group');
  }
  return (
    <div className="lab">
      <aside className="lab__side" aria-label="Run">
        <RunControls />
        <SetupForm />
        <RunFiles />
        <KernelPanel />
      </aside>
      <div className="lab__main">
        <RunStatus />
        <Charts />
        <div className="lab__tabs">
          <Segmented label="Part of the lab" value={tab} options={TABS} onChange={setTab} />
        </div>
        <section className="lab__part" aria-label={TABS.find(({ value }) => value === tab)?.text}>
          {PARTS[tab]()}
        </section>
      </div>
    </div>
  );
}
