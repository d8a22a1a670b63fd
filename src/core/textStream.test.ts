import { describe, expect, it, vi } from 'vitest';
import { TextStream } from './textStream.ts';

describe('a stream of text', () => {
  it('gives what was pushed, before and while it is read, in order', async () => {
    const stream = new TextStream(() => undefined);
    stream.push('a');
    const read: string[] = [];
    const reading = (async () => {
      for await (const text of stream) read.push(text);
    })();
    await vi.waitFor(() => expect(read).toEqual(['a']));
    stream.push('b');
    stream.push('');
    stream.end();
    stream.push('c');
    await reading;
    expect(read).toEqual(['a', 'b']);
  });

  it('fails behind what was pushed before', async () => {
    const stream = new TextStream(() => undefined);
    stream.push('a');
    stream.fail(new Error('lost'));
    const chunks = stream[Symbol.asyncIterator]();
    expect(await chunks.next()).toEqual({ done: false, value: 'a' });
    await expect(chunks.next()).rejects.toThrow('lost');
  });

  it('tells the writer at once when the reader stops, also while it waits', async () => {
    const onStop = vi.fn();
    const chunks = new TextStream(onStop)[Symbol.asyncIterator]();
    const waiting = chunks.next();
    await chunks.return?.();
    expect(onStop).toHaveBeenCalledOnce();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('does not call a finished text stopped', async () => {
    const onStop = vi.fn();
    const stream = new TextStream(onStop);
    stream.end();
    await stream[Symbol.asyncIterator]().return?.();
    expect(onStop).not.toHaveBeenCalled();
  });
});
