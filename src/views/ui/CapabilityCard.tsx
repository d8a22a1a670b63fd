import { Popover } from '@base-ui/react/popover';
import { Cpu } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { formatBytes } from '../../core/units.ts';
import { useApp, useCommands } from '../context.tsx';

const WEBGPU: Readonly<Record<CapabilityReport['webgpu'], string>> = {
  available: 'available',
  'no-api': 'missing in this browser',
  'no-adapter': 'no adapter',
  error: 'failed',
};

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
            {report ? <Facts report={report} /> : <p className="muted">Asking the browser what it offers…</p>}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Fact(props: { readonly name: string; readonly value: ReactNode; readonly means: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        <p>{props.means}</p>
      </dd>
    </>
  );
}

function Facts(props: { readonly report: CapabilityReport }) {
  const { report } = props;
  const { adapter, storage } = report;
  const quota = storage.quotaBytes === undefined ? '' : `, ${formatBytes(storage.quotaBytes)} allowed`;
  const binding = adapter?.limits.maxStorageBufferBindingSize;
  return (
    <dl className="facts">
      <Fact name="WebGPU" value={WEBGPU[report.webgpu]} means={report.webgpuDetail} />
      {adapter && (
        <>
          <Fact
            name="Adapter"
            value={adapter.description || `${adapter.vendor} ${adapter.architecture}`.trim() || 'not named'}
            means={
              adapter.isFallback
                ? 'A software adapter: often slower than WASM, so both are timed once and the faster is used.'
                : 'A real GPU: models run here first.'
            }
          />
          <Fact
            name="Half floats"
            value={adapter.shaderF16 ? 'shader-f16' : 'not offered'}
            means={
              adapter.shaderF16
                ? 'Half the memory where a model allows it.'
                : 'Models compute in 32-bit floats.'
            }
          />
          {binding !== undefined && (
            <Fact
              name="Largest buffer"
              value={formatBytes(binding)}
              means="The embedded detector needs a fraction of it."
            />
          )}
        </>
      )}
      <Fact
        name="WASM"
        value={`${report.threads} ${report.threads === 1 ? 'thread' : 'threads'}${report.simd ? ', SIMD' : ''}, ${report.hardwareConcurrency} cores`}
        means={
          report.simd
            ? 'The fallback that works everywhere.'
            : 'No SIMD: detection takes several times longer.'
        }
      />
      <Fact
        name="Isolation"
        value={report.crossOriginIsolated ? 'cross-origin isolated' : 'not isolated'}
        means={
          report.crossOriginIsolated
            ? 'WASM may use several threads.'
            : 'WASM runs on one thread; everything works, slower.'
        }
      />
      <Fact
        name="Storage"
        value={
          storage.available
            ? `${formatBytes(storage.usageBytes ?? 0)} used${quota}`
            : 'blocked by the browser'
        }
        means={storage.detail}
      />
      {!report.secureContext && (
        <Fact
          name="Context"
          value="not secure"
          means="Open the page over https or localhost to get WebGPU and offline use."
        />
      )}
    </dl>
  );
}
