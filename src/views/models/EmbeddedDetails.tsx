import type { LadderStep } from '../../../workers/contracts/capability.ts';
import type { LoadedDetector } from '../../../workers/contracts/perception.ts';
import { formatBytes, formatDuration } from '../../core/units.ts';
import type { EmbeddedModel, ModelRole } from '../../store/slices/models.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { SheetHead } from './SheetHead.tsx';
import { ROLES } from './wording.ts';

const RUNGS: Readonly<Record<LadderStep['rung'], string>> = {
  webgpu: 'WebGPU',
  'wasm-threads': 'WASM, threads',
  wasm: 'WASM',
};

/** The models of a role that came with the page; of the detector also its device, its self-test, and why this device. */
export function EmbeddedDetails(props: { readonly role: ModelRole; readonly onBack: () => void }) {
  const { role, onBack } = props;
  const { loadModels } = useCommands();
  const text = ROLES[role];
  const embedded = useApp((state) => state.models.embedded);
  const detector = useApp((state) => state.perception.detector);
  const busy = useApp((state) => state.perception.job !== undefined);
  const models = embedded.filter(({ task }) => task === text.task);
  return (
    <>
      <SheetHead title={text.embedded} tag={`${text.title}, embedded`} onBack={onBack} />
      <div className="modelsBody">
        <p className="muted">
          Comes with this page and works offline; {text.about}. Its SHA-256 is checked each time it is loaded.
        </p>
        {models.map((model) => (
          <Embedded key={model.id} model={model} />
        ))}
        {role === 'detect' && detector && <AtWork detector={detector} />}
      </div>
      {role === 'detect' && !detector && (
        <footer className="modelsFoot">
          <span className="muted">It is loaded with the first photo.</span>
          <span className="modelsFoot__space" />
          <Button disabled={busy} onClick={() => void loadModels()}>
            Load the detector now
          </Button>
        </footer>
      )}
    </>
  );
}

function Embedded(props: { readonly model: EmbeddedModel }) {
  const { id, bytes, dtype, licence, revision, sha256, source } = props.model;
  return (
    <dl className="facts modelFacts">
      <dt>Model</dt>
      <dd>
        {id}
        <p>revision {revision.slice(0, 16)}</p>
      </dd>
      <dt>Size</dt>
      <dd>
        {formatBytes(bytes)}, {dtype}
        <p className="mono">SHA-256 {sha256.slice(0, 16)}…</p>
      </dd>
      <dt>Licence</dt>
      <dd>
        {licence}
        <p>
          {source.package} {source.version}
        </p>
      </dd>
    </dl>
  );
}

function AtWork(props: { readonly detector: LoadedDetector }) {
  const { device, threads, loadMs, selfTest, ladder } = props.detector;
  const { maxAbsDifference, tolerance } = selfTest;
  return (
    <>
      <dl className="facts modelFacts">
        <dt>Device</dt>
        <dd>
          {device === 'webgpu' ? 'WebGPU' : `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`}
          <p>Loaded and checked in {formatDuration(loadMs)}</p>
        </dd>
        <dt>Self-test</dt>
        <dd>
          {maxAbsDifference <= tolerance ? 'passed' : 'failed'}
          <p>
            A known image gave the known answer to {maxAbsDifference.toExponential(1)};{' '}
            {tolerance.toExponential(0)} is allowed.
          </p>
        </dd>
      </dl>
      <h3 className="modelsSubhead">Why this device</h3>
      <ol className="ladder">
        {ladder.map((step) => (
          <li key={`${step.rung} ${step.outcome} ${step.reason}`} data-outcome={step.outcome}>
            <span>{RUNGS[step.rung]}</span>
            <span>
              {step.outcome}
              <p className="ladder__reason">{step.reason}</p>
            </span>
            <span className="numeric">{step.ms === undefined ? '' : formatDuration(step.ms)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
