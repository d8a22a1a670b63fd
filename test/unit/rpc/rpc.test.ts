import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { TwinsightError } from '../../../src/core/errors.ts';
import { type Client, createClient } from '../../../workers/rpc/client.ts';
import type { Handlers } from '../../../workers/rpc/server.ts';
import { serve, withTransfer } from '../../../workers/rpc/server.ts';
import { type TestContract, testContract } from '../../fixtures/rpcContract.ts';

/** What ends the calls of `wait` that have begun, by their milliseconds: the tests say when, not a clock. */
const ends = new Map<number, () => void>();

async function end(ms: number): Promise<void> {
  await vi.waitFor(() => expect(ends.has(ms)).toBe(true));
  ends.get(ms)?.();
}

const log: string[] = [];
const handlers: Handlers<TestContract> = {
  double: ({ x }) => 2 * x,
  async wait({ ms }, { signal, progress }) {
    log.push(`start ${ms}`);
    progress(0.5);
    await new Promise<void>((resolve) => ends.set(ms, resolve));
    if (signal.aborted) throw new Error('stopped by the signal');
    log.push(`end ${ms}`);
    return `waited ${ms}`;
  },
  fail({ code }) {
    if (code === 'typed')
      throw new TwinsightError({ code: 'image-corrupt', message: 'cut off', remedy: 'save again' });
    throw new RangeError('out of range');
  },
  move({ buffer }) {
    new Uint8Array(buffer)[0] = 7;
    return withTransfer(buffer, [buffer]);
  },
};

const ports: MessagePort[] = [];
function connect(options: Parameters<typeof serve<TestContract>>[3] = {}): {
  client: Client<TestContract>;
  port: MessagePort;
} {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  port1.start();
  port2.start();
  serve(testContract, handlers, port2, options);
  return { client: createClient(testContract, port1), port: port2 };
}

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  log.length = 0;
  ends.clear();
});

describe('rpc', () => {
  it('derives argument, result and progress types from the contract', () => {
    const { client } = connect();
    expectTypeOf(client.call<'double'>).returns.resolves.toEqualTypeOf<number>();
    expectTypeOf(client.call<'wait'>)
      .parameter(1)
      .toEqualTypeOf<{ ms: number }>();
    expectTypeOf(client.call<'move'>).returns.resolves.toEqualTypeOf<ArrayBuffer>();
    // @ts-expect-error a method that the contract does not have
    client.call('missing', {}).catch(() => undefined);
    // @ts-expect-error an argument of the wrong type
    client.call('double', { x: 'two' }).catch(() => undefined);
  });

  it('matches answers to calls when they arrive out of order', async () => {
    const { client } = connect();
    const order: string[] = [];
    const slow = client.call('wait', { ms: 40 }).then((text) => order.push(text));
    const fast = client.call('wait', { ms: 1 }).then((text) => order.push(text));
    await vi.waitFor(() => expect(ends.size).toBe(2));
    await end(1);
    await fast;
    await end(40);
    await slow;
    expect(order).toEqual(['waited 1', 'waited 40']);
  });

  it('runs serial methods one at a time, and goes on after one has failed', async () => {
    const { client } = connect({ serial: ['wait', 'fail'] });
    const first = client.call('wait', { ms: 20 });
    const broken = client.call('fail', { code: 'untyped' });
    const last = client.call('wait', { ms: 1 });
    await end(20);
    await expect(broken).rejects.toMatchObject({ code: 'internal', message: 'out of range' });
    await first;
    await end(1);
    await last;
    expect(log).toEqual(['start 20', 'end 20', 'start 1', 'end 1']);
  });

  it('carries typed errors across with code, message and remedy', async () => {
    const { client } = connect();
    const error = await client.call('fail', { code: 'typed' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TwinsightError);
    expect(error).toMatchObject({ code: 'image-corrupt', message: 'cut off', remedy: 'save again' });
  });

  it('reports progress while the call runs', async () => {
    const { client } = connect();
    const onProgress = vi.fn();
    const call = client.call('wait', { ms: 1 }, { onProgress });
    await end(1);
    await call;
    expect(onProgress.mock.calls).toEqual([[0.5]]);
  });

  it('rejects at once on cancel, tells the worker, and ignores the late answer', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const onAnswered = vi.fn();
    const call = client.call('wait', { ms: 30 }, { signal: controller.signal, onAnswered });
    await vi.waitFor(() => expect(log).toEqual(['start 30']));
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(onAnswered).not.toHaveBeenCalled();
    // Messages keep their order: once this is answered, the worker knows of the cancel.
    await client.call('double', { x: 1 });
    await end(30);
    await vi.waitFor(() => expect(onAnswered).toHaveBeenCalledOnce());
    expect(log).toEqual(['start 30']);
    await expect(client.call('double', { x: 4 })).resolves.toBe(8);
  });

  it('does not start a queued call that was cancelled before its turn', async () => {
    const { client } = connect({ serial: ['wait'] });
    const controller = new AbortController();
    const first = client.call('wait', { ms: 20 });
    const queued = client.call('wait', { ms: 2 }, { signal: controller.signal });
    controller.abort();
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' });
    await client.call('double', { x: 1 });
    await end(20);
    await first;
    await client.call('double', { x: 1 });
    expect(log).toEqual(['start 20', 'end 20']);
  });

  it('rejects a call whose signal was aborted before', async () => {
    const { client } = connect();
    await expect(client.call('double', { x: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('moves buffers there and back', async () => {
    const { client } = connect();
    const buffer = new ArrayBuffer(4);
    const moved = await client.call('move', { buffer }, { transfer: [buffer] });
    expect(buffer.byteLength).toBe(0);
    expect(new Uint8Array(moved)[0]).toBe(7);
  });

  it('refuses wrong arguments and unknown methods with bad-request', async () => {
    const { client } = connect();
    const untyped: { call(method: string, args: unknown): Promise<unknown> } = client as never;
    await expect(untyped.call('double', { x: 'two' })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(untyped.call('toString', {})).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('rejects a result that breaks the contract, and survives messages that are none', async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    port1.start();
    port2.start();
    const client = createClient(testContract, port1);
    port2.addEventListener('message', (event) => {
      const { id } = event.data;
      for (const noise of [null, 'hello', { kind: 'result' }, { kind: 'result', id: 99, value: 1 }])
        port2.postMessage(noise);
      if (id === 0) port2.postMessage({ kind: 'result', id, value: 'not a number' });
      if (id === 1) port2.postMessage({ kind: 'error', id, error: 'no details' });
      if (id === 2) port2.postMessage({ kind: 'result', id, value: 5 });
    });
    await expect(client.call('double', { x: 1 })).rejects.toMatchObject({ code: 'internal' });
    await expect(client.call('double', { x: 1 })).rejects.toMatchObject({ code: 'internal' });
    await expect(client.call('double', { x: 1 })).resolves.toBe(5);
  });

  it('ignores malformed requests and still answers the next', async () => {
    const { client, port } = connect();
    for (const noise of [null, 42, { kind: 'call' }, { kind: 'cancel', id: -1 }]) {
      port.dispatchEvent(new MessageEvent('message', { data: noise }));
    }
    await expect(client.call('double', { x: 3 })).resolves.toBe(6);
  });
});
