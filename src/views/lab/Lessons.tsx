import { setupOf } from '../../store/labSetup.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** What one should know before believing a curve. */
export function Lessons() {
  const { lab } = useCommands();
  const setup = useApp((state) => state.lab.setup);
  const open = useApp((state) => state.lab.run !== undefined);
  return (
    <div className="lessons">
      <article>
        <h3>What is trained here</h3>
        <p>
          A small language model writes a program for a question; the program is run on a scene. The start has
          seen only 100 programs. GRPO lets it write several rollouts of each question, rewards them, and
          makes those more probable that did better than the others of their group. No right program is ever
          shown to the reward, only whether the answer was right. Detector, masks and depth are not trained.
        </p>
      </article>
      <article>
        <h3>A loss near 0 is normal: watch the reward</h3>
        <p>
          The advantages of a group add up to 0, and while ρ is 1 so does the loss. Its gradient does not.
          Whether something is learnt shows in the reward, and whether it counts, in the held-out questions.
        </p>
      </article>
      <article>
        <h3>The first reward hack</h3>
        <p>
          With much reward for structure, no programs to imitate, and rewards divided by their deviation, a
          policy soon finds that shorter programs fail less: with fewer steps there are fewer errors, so
          structure reward rises while answers get worse. Completion length falls, “structure” rises, “right”
          stalls, exact programs drop. What keeps it honest: little weight for structure, known programs and
          right ones of its own to imitate, one question asked of several scenes, and no division by the
          deviation.
        </p>
        <Button disabled={open} onClick={() => lab.setSetup(setupOf('hack', setup))}>
          Set up this lesson
        </Button>
        {open && <p className="lab__hint">Reset the run at hand first.</p>}
      </article>
      <article>
        <h3>Groups without signal</h3>
        <p>
          Where all rollouts of a group earn the same, their advantages are exactly 0. A third to a half of
          all groups are like that: too hard, or known already. They are left out of the update, and told.
        </p>
      </article>
      <article>
        <h3>What this can’t do</h3>
        <p>
          A few hundred held-out questions leave an interval of several points. A policy of a million
          parameters learns the questions of its world, not English. On a software adapter the GPU path is
          slower than the processor.
        </p>
      </article>
    </div>
  );
}
