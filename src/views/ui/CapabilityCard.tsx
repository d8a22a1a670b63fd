import { Popover } from '@base-ui/react/popover';
import { Cpu } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { useApp, useCommands } from '../context.tsx';

const CapabilityFacts = lazy(async () => ({
  default: (await import('./CapabilityFacts.tsx')).CapabilityFacts,
}));

const ASKING = <p className="muted">Asking the browser what it offers…</p>;

function chipText(report: CapabilityReport | undefined): string {
  if (!report) return 'This machine';
  if (report.webgpu === 'available') return report.adapter?.isFallback ? 'Software GPU' : 'WebGPU';
  return report.threads > 1 ? `WASM, ${report.threads} threads` : 'WASM';
}

/** What this browser can do on this machine, and what each fact means for the person's photos. */
export function CapabilityCard() {
  const { probe } = useCommands();
  const report = useApp((state) => state.perception.capability);
  const good = report?.webgpu === 'available' && report.adapter?.isFallback === false;
  return (
    <Popover.Root onOpenChange={(open) => open && void probe()}>
      <Popover.Trigger className="button button--quiet chip" aria-label={`Capability: ${chipText(report)}`}>
        <span className="chip__state" data-state={report ? (good ? 'good' : 'warn') : 'unknown'} />
        <span className="onlyWide">{chipText(report)}</span>
        <Cpu size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="layer" sideOffset={6} align="end" collisionPadding={12}>
          <Popover.Popup className="popup card">
            <Popover.Title>This machine</Popover.Title>
            {report ? (
              <Suspense fallback={ASKING}>
                <CapabilityFacts report={report} />
              </Suspense>
            ) : (
              ASKING
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
