import { type ReactNode, useEffect } from 'react';
import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { formatBytes } from '../../core/units.ts';
import { useApp, useCommands } from '../context.tsx';

const WEBGPU: Readonly<Record<CapabilityReport['webgpu'], string>> = {
  available: 'available',
  'no-api': 'missing in this browser',
  'no-adapter': 'no adapter',
  error: 'failed',
};

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

/** What the browser said of this machine, fact by fact; which clips it decodes is asked when this is shown. */
export function CapabilityFacts({ report }: { readonly report: CapabilityReport }) {
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
      <CodecFact />
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

function CodecFact() {
  const { video } = useCommands();
  const codecs = useApp((state) => state.perception.codecs);
  useEffect(() => void video.probeCodecs(), [video]);
  const named = (decoded: boolean): string =>
    codecs
      ?.filter((codec) => codec.decoded === decoded)
      .map(({ name }) => name)
      .join(', ') ?? '';
  const refused = named(false);
  return (
    <Fact
      name="Clips"
      value={codecs ? named(true) || 'none decoded' : '…'}
      means={refused === '' ? 'In MP4, MOV or WebM.' : `In MP4, MOV or WebM. Not decoded here: ${refused}.`}
    />
  );
}
