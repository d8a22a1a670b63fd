import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TwinsightError } from '../../../src/core/errors.ts';
import type { WorkerEndpoint } from '../../../workers/rpc/endpoint.ts';
import { type Handlers, serve } from '../../../workers/rpc/server.ts';
import { WorkerHost, type WorkerHostOptions } from '../../../workers/rpc/workerHost.ts';
import { InThreadWorker } from '../../fixtures/inThreadWorker.ts';
import { type TestContract, testContract } from '../../fixtures/rpcContract.ts';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const never = () => new Promise<never>(() => undefined);

const handlers: Handlers<TestContract> = {
  double: ({ x }) => 2 * x,
  async wait({ ms }, { progress }) {
    for (let i = 0; i < 5; i++) {
      await sleep(ms / 5);
      progress(i / 5);
    }
    return 'done';
  },
  fail: () => {
    throw new TwinsightError({ code: 'inference-failed', message: 'the device was lost', remedy: 'again' });
  },
  move: ({ buffer }) => buffer,
};

const createWorker = (served: Handlers<TestContract>) =>
  new InThreadWorker((endpoint) => serve(testContract, served, endpoint));

const deadline = { totalMs: 2000, silenceMs: 200 };
const hosts: WorkerHost<TestContract>[] = [];

function createHost(served: Handlers<TestContract>, options: Partial<WorkerHostOptions<TestContract>> = {}) {
  const workers: InThreadWorker[] = [];
  const host = new WorkerHost({
    contract: testContract,
    spawn: () => {
      const worker = createWorker(served);
      workers.push(worker);
      return worker;
    },
    deadlines: { double: { totalMs: 60, silenceMs: 60 }, wait: deadline, fail: deadline, move: deadline },
    cancelGraceMs: 50,
    ...options,
  });
  hosts.push(host);
  return { host, workers };
}

// Time is the tests' own: it goes on to the next timer as soon as all else has been done, however slow the machine is.
beforeEach(() => {
  vi.useFakeTimers();
  vi.setTimerTickMode('nextTimerAsync');
});

afterEach(() => {
  vi.useRealTimers();
  for (const host of hosts.splice(0)) host.dispose();
});

describe('WorkerHost', () => {
  it('starts no worker before the first call, and keeps the same one', async () => {
    const { host, workers } = createHost(handlers);
    expect(workers).toHaveLength(0);
    await host.call('double', { x: 1 });
    await host.call('double', { x: 2 });
    expect(workers).toHaveLength(1);
    expect(host.generation).toBe(1);
  });

  it('terminates a worker that hangs, and answers the next call with a new one', async () => {
    const hang = vi
      .fn<Handlers<TestContract>['double']>()
      .mockImplementationOnce(never)
      .mockImplementation(({ x }) => 2 * x);
    const { host, workers } = createHost({ ...handlers, double: hang });
    await expect(host.call('double', { x: 1 })).rejects.toMatchObject({ code: 'timed-out' });
    expect(workers[0]?.terminated).toBe(true);
    await expect(host.call('double', { x: 2 })).resolves.toBe(4);
    expect(host.generation).toBe(2);
  });

  it('lets a call that makes progress run longer than the silence allowed', async () => {
    const { host } = createHost(handlers, {
      deadlines: { double: deadline, wait: { totalMs: 2000, silenceMs: 60 }, fail: deadline, move: deadline },
    });
    await expect(host.call('wait', { ms: 150 })).resolves.toBe('done');
  });

  it('ends a call at its total deadline even where it makes progress', async () => {
    const { host, workers } = createHost(handlers, {
      deadlines: { double: deadline, wait: { totalMs: 50, silenceMs: 45 }, fail: deadline, move: deadline },
    });
    await expect(host.call('wait', { ms: 150 })).rejects.toMatchObject({ code: 'timed-out' });
    expect(workers[0]?.terminated).toBe(true);
  });

  it('rejects every open call when the worker crashes, and recovers', async () => {
    const { host, workers } = createHost(handlers);
    const open = [host.call('wait', { ms: 100 }), host.call('wait', { ms: 100 })];
    const outcomes = Promise.allSettled(open);
    workers[0]?.crash('Out of memory');
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'worker-crashed' } });
      expect(JSON.stringify(outcome)).not.toContain('undefined');
    }
    await expect(host.call('double', { x: 2 })).resolves.toBe(4);
    expect(workers).toHaveLength(2);
  });

  it('discards the worker after a failure that poisons its realm', async () => {
    const { host, workers } = createHost(handlers);
    await expect(host.call('fail', { code: '' })).rejects.toMatchObject({ code: 'inference-failed' });
    expect(workers[0]?.terminated).toBe(true);
    await host.call('double', { x: 1 });
    expect(workers).toHaveLength(2);
  });

  it('keeps the worker after a cancel that it obeys', async () => {
    const { host, workers } = createHost(handlers);
    const controller = new AbortController();
    const call = host.call('wait', { ms: 25 }, { signal: controller.signal });
    await sleep(5);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await sleep(120);
    expect(workers[0]?.terminated).toBe(false);
  });

  it('terminates a worker that ignores a cancel, after the grace period', async () => {
    const { host, workers } = createHost({ ...handlers, wait: never });
    const controller = new AbortController();
    const call = host.call('wait', { ms: 1 }, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers[0]?.terminated).toBe(false);
    await sleep(100);
    expect(workers[0]?.terminated).toBe(true);
    await expect(host.call('double', { x: 2 })).resolves.toBe(4);
  });

  it('keeps a call that follows a cancel from dying with the worker', async () => {
    const { host, workers } = createHost({ ...handlers, wait: never });
    const controller = new AbortController();
    const cancelled = host.call('wait', { ms: 1 }, { signal: controller.signal });
    await host.call('double', { x: 1 });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(host.call('double', { x: 2 })).resolves.toBe(4);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
  });

  it('tells the other calls of a hanging worker that it is gone, not that they took too long', async () => {
    const { host } = createHost({ ...handlers, double: never });
    const other = host.call('wait', { ms: 500 });
    const hanging = host.call('double', { x: 1 });
    await expect(hanging).rejects.toMatchObject({ code: 'timed-out' });
    await expect(other).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  it('reports a worker that cannot be started, and tries again at the next call', async () => {
    const spawn = vi.fn<() => WorkerEndpoint>();
    spawn.mockImplementationOnce(() => {
      throw new Error('blocked by policy');
    });
    spawn.mockImplementation(() => createWorker(handlers));
    const { host } = createHost(handlers, { spawn });
    await expect(host.call('double', { x: 1 })).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(host.call('double', { x: 1 })).resolves.toBe(2);
  });

  it('terminates and refuses calls once disposed', async () => {
    const { host, workers } = createHost(handlers);
    const open = host.call('wait', { ms: 100 });
    host.dispose();
    await expect(open).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers[0]?.terminated).toBe(true);
    await expect(host.call('double', { x: 1 })).rejects.toMatchObject({ code: 'internal' });
  });
});
