import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelsPolicy, WORKER_POLICY } from './contentSecurityPolicy.ts';

const WORKER = 'https://app.example.org/assets/models.worker-abc.js';
const HUB = 'https://huggingface.co https://*.huggingface.co https://*.hf.co';

const connections = (policy: string): string | undefined =>
  policy.split('; ').find((directive) => directive.startsWith('connect-src'));

const withSource = (source: string): string => {
  const address = new URL(WORKER);
  address.searchParams.set('source', source);
  return address.href;
};

describe('the policy of workers', () => {
  it('lets workers that see pixels reach this origin alone', () => {
    expect(connections(WORKER_POLICY)).toBe("connect-src 'self'");
  });

  it('lets the models worker reach the hub and the mirror that it was started for', () => {
    expect(connections(modelsPolicy(WORKER))).toBe(`connect-src 'self' ${HUB}`);
    expect(connections(modelsPolicy(withSource('https://mirror.example.org/a/b')))).toBe(
      `connect-src 'self' ${HUB} https://mirror.example.org`,
    );
    expect(connections(modelsPolicy(withSource('http://127.0.0.1:5360/')))).toBe(
      `connect-src 'self' ${HUB} http://127.0.0.1:5360`,
    );
    expect(connections(modelsPolicy(withSource('http://mirror.example.org/')))).toBe(
      `connect-src 'self' ${HUB}`,
    );
  });

  it('can’t be widened by any address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (source) => {
        const policy = modelsPolicy(withSource(source));
        expect(policy.split('; ')).toHaveLength(WORKER_POLICY.split('; ').length);
        const extra = connections(policy)?.replace(`connect-src 'self' ${HUB}`, '').trim() ?? '';
        expect(extra).toMatch(/^$|^https:\/\/[^\s;,*]+$|^http:\/\/(localhost|127\.)[^\s;,*]*$/);
      }),
      { numRuns: 40 },
    );
  });
});
