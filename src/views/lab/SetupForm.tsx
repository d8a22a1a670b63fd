import { formatDuration } from '../../core/units.ts';
import { type LabSetup, PRESETS, setupOf } from '../../store/labSetup.ts';
import { Disclosure } from '../ask/Disclosure.tsx';
import { useApp, useCommands } from '../context.tsx';
import { useCorrections } from '../corrections/useCorrections.ts';
import { Choice, NumberField } from './fields.tsx';
import { OptionsForm } from './OptionsForm.tsx';

/** Preset, start, world, device and options of the next run. Those of a run that is open stay as they are. */
export function SetupForm() {
  const { lab } = useCommands();
  const setup = useApp((state) => state.lab.setup);
  const starts = useApp((state) => state.lab.starts);
  const open = useApp((state) => state.lab.run !== undefined);
  const webgpu = useApp((state) => state.perception.capability?.webgpu === 'available');
  const { rows = [] } = useCorrections();
  const heldOut = rows.filter((row) => row.heldOut).length;
  const trained = rows.length - heldOut;
  const preset = PRESETS.find(({ id }) => id === setup.preset);
  const change = (part: Partial<LabSetup>): void => lab.setSetup({ ...setup, ...part });
  const estimate = (preset?.secondsPerStep ?? 5) * setup.steps * 1000;
  return (
    <section className="lab__section" aria-label="Setup">
      <h2>Setup</h2>
      {open && <p className="lab__hint">The setup of the run at hand. Reset to change it.</p>}
      <fieldset className="lab__fields" disabled={open}>
        <Choice
          label="Preset"
          value={setup.preset}
          options={PRESETS.map(({ id, title }) => ({ value: id, text: title }))}
          onChange={(id) => lab.setSetup(setupOf(id, setup))}
        />
        <p className="lab__hint">
          {preset?.what} About {formatDuration(estimate)} on a laptop, which is an estimate; the first steps
          tell.
        </p>
        <Choice
          label="Start"
          value={setup.start}
          options={starts.map(({ id, parameters }) => ({
            value: id,
            text: `${id} (${(parameters / 1e6).toFixed(1)} M)`,
          }))}
          onChange={(start) => change({ start })}
        />
        <Choice
          label="World"
          value={setup.world}
          options={[
            { value: 'clevr', text: 'CLEVR: shapes on a floor' },
            { value: 'photo', text: 'Photo: things in places' },
            { value: 'video', text: 'Video: what happens in clips' },
          ]}
          onChange={(world) => change({ world })}
        />
        <Choice
          label="Difficulty"
          value={setup.difficulty}
          options={[
            { value: 'easy', text: 'Easy' },
            { value: 'normal', text: 'Normal' },
            { value: 'hard', text: 'Hard' },
          ]}
          onChange={(difficulty) => change({ difficulty })}
        />
        <Choice
          label="Device"
          value={setup.device}
          options={[
            { value: 'wasm', text: 'Processor (WebAssembly)' },
            ...(webgpu ? [{ value: 'webgpu', text: 'GPU (WebGPU)' } as const] : []),
          ]}
          onChange={(device) => change({ device })}
        />
        <NumberField
          label="Steps"
          value={setup.steps}
          min={1}
          max={10_000}
          onCommit={(steps) => change({ steps })}
        />
        <NumberField
          label="Held-out questions"
          value={setup.heldOut}
          min={10}
          max={1000}
          onCommit={(heldOut) => change({ heldOut })}
        />
        <NumberField
          label="My corrections: share of each step"
          value={setup.corrections}
          min={0}
          max={1}
          fractions
          onCommit={(corrections) => change({ corrections })}
        />
        <p className="lab__hint">
          {trained + heldOut === 0
            ? 'None yet: correct an answer in Look to train on it.'
            : `From 0 to 1 of the questions. ${trained} to train on, ${heldOut} held out and measured by themselves.`}
        </p>
        <Disclosure title="Options of GRPO" hint="names of TRL">
          <OptionsForm options={setup.options} onChange={(options) => change({ options })} />
        </Disclosure>
      </fieldset>
    </section>
  );
}
