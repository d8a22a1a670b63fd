import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram } from '../../gpu/types.ts';
import type { TokenOverlap, TokenPair } from '../types.ts';
import { inRows } from '../workgroups.ts';
import { tokenOverlapsReference, toOverlap } from './tokenOverlaps.ref.ts';
import code from './tokenOverlaps.wgsl?raw';

const PROGRAM: GpuProgram = { label: 'token overlaps', code, bindings: ['uniform', 'read', 'read', 'write'] };

/** Tokens of the shorter sequence that fit into workgroup memory; where both are longer, the reference compares them. */
const MAX_SHORT = 512;

/** What is shared does not depend on which of the two comes first: the kernel gets the shorter one first. */
const byLength = ({ tokens, target }: TokenPair): readonly [Int32Array, Int32Array] =>
  tokens.length <= target.length ? [tokens, target] : [target, tokens];

const isOnGpu = (pair: TokenPair): boolean => byLength(pair)[0].length <= MAX_SHORT;

/** Common tokens and the length of the longest common subsequence of each pair, alternating. */
async function compareTokens(host: GpuHost, pairs: readonly TokenPair[]): Promise<Uint32Array> {
  const places = new Uint32Array(4 * pairs.length);
  const tokens = new Int32Array(
    pairs.reduce((sum, pair) => sum + pair.tokens.length + pair.target.length, 0),
  );
  let at = 0;
  pairs.forEach((pair, i) => {
    const [short, long] = byLength(pair);
    places.set([at, short.length, at + short.length, long.length], 4 * i);
    tokens.set(short, at);
    tokens.set(long, at + short.length);
    at += short.length + long.length;
  });
  const overlaps: GpuArray = { kind: 'output', label: 'token overlaps', length: 2 * pairs.length };
  const results = await host.run({
    label: PROGRAM.label,
    steps: [
      {
        program: PROGRAM,
        entryPoint: 'compare_tokens',
        arrays: [
          { kind: 'input', label: 'token parameters', data: Uint32Array.of(pairs.length, 0, 0, 0) },
          { kind: 'input', label: 'pairs of token sequences', data: places },
          { kind: 'input', label: 'tokens', data: tokens },
          overlaps,
        ],
        workgroups: inRows(pairs.length),
      },
    ],
  });
  return results.uint32(overlaps);
}

/** Token overlaps on the GPU, all pairs in one job. */
export async function tokenOverlapsOnGpu(
  host: GpuHost,
  pairs: readonly TokenPair[],
): Promise<TokenOverlap[]> {
  const onGpu = pairs.filter(isOnGpu);
  const counts = onGpu.length === 0 ? new Uint32Array(0) : await compareTokens(host, onGpu);
  let at = 0;
  return pairs.flatMap((pair) => {
    if (!isOnGpu(pair)) return tokenOverlapsReference([pair]);
    const overlap = toOverlap(pair, counts[at] ?? 0, counts[at + 1] ?? 0);
    at += 2;
    return [overlap];
  });
}
