import { describe, expect, it } from 'vitest';
import { capabilityReportSchema } from '../../../workers/contracts/capability.ts';
import { type ProbeScope, probeCapability } from './capability.ts';

const scope = (navigator: Partial<ProbeScope['navigator']> = {}, secure = true): ProbeScope => ({
  isSecureContext: secure,
  crossOriginIsolated: secure,
  navigator: { hardwareConcurrency: 2, ...navigator },
});

/** A GPU object of which only `requestAdapter` is there: the probe touches nothing else. */
const gpu = (requestAdapter: () => unknown): GPU => Object.assign(Object.create(null), { requestAdapter });

describe('probeCapability', () => {
  it('reports a missing API, and names an insecure context as its cause', async () => {
    expect(await probeCapability(scope())).toMatchObject({ webgpu: 'no-api', threads: 2 });
    const insecure = await probeCapability(scope({}, false));
    expect(insecure).toMatchObject({ webgpu: 'no-api', secureContext: false, threads: 1 });
    expect(insecure.webgpuDetail).toContain('secure context');
  });

  it('reports an adapter that is null', async () => {
    expect(await probeCapability(scope({ gpu: gpu(async () => null) }))).toMatchObject({
      webgpu: 'no-adapter',
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('blocklisted');
      },
    ],
    ['rejects', () => Promise.reject(new Error('blocklisted'))],
  ])('reports requestAdapter that %s, with its message', async (_, requestAdapter) => {
    const report = await probeCapability(scope({ gpu: gpu(requestAdapter) }));
    expect(report.webgpu).toBe('error');
    expect(report.webgpuDetail).toContain('blocklisted');
  });

  it('describes an adapter in the form of the contract', async () => {
    const adapter = {
      info: { vendor: 'google', architecture: 'swiftshader', description: '', isFallbackAdapter: true },
      features: new Set(['shader-f16', 'subgroups']),
      limits: {
        maxBufferSize: 1 << 30,
        maxStorageBufferBindingSize: 1 << 30,
        maxStorageBuffersPerShaderStage: 10,
        maxComputeWorkgroupStorageSize: 32768,
        maxComputeInvocationsPerWorkgroup: 256,
        maxComputeWorkgroupsPerDimension: 65535,
      },
    };
    const report = await probeCapability(scope({ gpu: gpu(async () => adapter) }));
    expect(capabilityReportSchema.parse(report)).toEqual(report);
    expect(report.adapter).toMatchObject({
      description: 'google swiftshader',
      isFallback: true,
      shaderF16: true,
    });
    expect(report.adapter?.limits).toHaveProperty('maxBufferSize', 1 << 30);
  });

  it('reports storage that is missing, blocked or there', async () => {
    expect((await probeCapability(scope())).storage.available).toBe(false);
    const blocked = { estimate: () => Promise.reject(new Error('denied')), persisted: async () => false };
    expect((await probeCapability(scope({ storage: blocked }))).storage).toMatchObject({
      available: false,
      detail: 'Storage is blocked: denied',
    });
    const there = { estimate: async () => ({ quota: 5e9, usage: 7 }), persisted: async () => true };
    expect((await probeCapability(scope({ storage: there }))).storage).toMatchObject({
      available: true,
      persisted: true,
      quotaBytes: 5e9,
      usageBytes: 7,
    });
  });
});
