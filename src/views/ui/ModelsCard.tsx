import { Popover } from '@base-ui/react/popover';
import { Box } from 'lucide-react';
import type { LadderStep } from '../../../workers/contracts/capability.ts';
import type { LoadedDetector } from '../../../workers/contracts/perception.ts';
import { formatBytes, formatDuration } from '../../core/units.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from './Controls.tsx';

const RUNGS: Readonly<Record<LadderStep['rung'], string>> = {
  webgpu: 'WebGPU',
  'wasm-threads': 'WASM, threads',
  wasm: 'WASM',
};

const rungOf = (detector: LoadedDetector): string => (detector.device === 'webgpu' ? 'WebGPU' : 'WASM');

/** Which models are loaded, on which device, whether they gave their known answer, and why this device. */
export function ModelsCard() {
  const { loadModels } = useCommands();
  const detector = useApp((state) => state.perception.detector);
  const busy = useApp((state) => state.perception.job !== undefined);
  const text = detector ? `Detector on ${rungOf(detector)}` : 'No model loaded';
  return (
    <Popover.Root>
      <Popover.Trigger className="button button--quiet chip" aria-label={`Models: ${text}`}>
        <span className="chip__state" data-state={detector ? 'good' : 'unknown'} />
        <span className="onlyWide">{text}</span>
        <Box size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="layer" sideOffset={6} align="end" collisionPadding={12}>
          <Popover.Popup className="popup card">
            <Popover.Title>Models</Popover.Title>
            {detector ? (
              <Detector detector={detector} />
            ) : (
              <>
                <p className="muted" style={{ margin: '6px 0 12px' }}>
                  The detector comes with this page and is loaded with the first photo. Samples and imported
                  twins need no model.
                </p>
                <Button disabled={busy} onClick={() => void loadModels()}>
                  Load the detector now
                </Button>
              </>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Detector(props: { readonly detector: LoadedDetector }) {
  const { detector } = props;
  const { maxAbsDifference, tolerance } = detector.selfTest;
  const threads =
    detector.device === 'wasm'
      ? `, ${detector.threads} ${detector.threads === 1 ? 'thread' : 'threads'}`
      : '';
  return (
    <>
      <dl className="facts">
        <dt>Detector</dt>
        <dd>
          {detector.model}
          <p>revision {detector.revision.slice(0, 16)}</p>
        </dd>
        <dt>Size</dt>
        <dd>
          {formatBytes(detector.bytes)}, {detector.dtype}
        </dd>
        <dt>Device</dt>
        <dd>
          {rungOf(detector)}
          {threads}
          <p>Loaded and checked in {formatDuration(detector.loadMs)}</p>
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
      <h3>Why this device</h3>
      <ol className="ladder">
        {detector.ladder.map((step) => (
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
