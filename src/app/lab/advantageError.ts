import type { GroupView } from '../../../workers/contracts/training.ts';
import { referenceKernels } from '../../training/kernels/reference.ts';
import type { ScaleRewards } from '../../training/kernels/types.ts';

/**
 * The largest difference of a group's advantages to those of the reference in TypeScript, absolute. Undefined where rewards are divided by the
 * deviation of a batch, which one group does not tell.
 */
export async function advantageError(
  { completions }: Pick<GroupView, 'completions'>,
  scale: ScaleRewards,
): Promise<number | undefined> {
  if (scale === 'batch') return undefined;
  const rewards = Float32Array.from(completions, ({ reward }) => reward);
  const { advantages } = await referenceKernels().advantages({ rewards, groupSize: rewards.length, scale });
  return completions.reduce(
    (worst, { advantage }, row) => Math.max(worst, Math.abs(advantage - (advantages[row] ?? 0))),
    0,
  );
}
