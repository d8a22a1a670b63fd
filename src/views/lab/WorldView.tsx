import { useEffect, useState } from 'react';
import type { WorldSample, WorldWish } from '../../store/worldSample.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useCommands } from '../context.tsx';
import { Button, Segmented } from '../ui/Controls.tsx';
import { Choice, NumberField } from './fields.tsx';
import { ClipFacts, WorldScene } from './WorldClip.tsx';

const FIRST: WorldWish = { world: 'clevr', seed: 1, phrasings: 'train', difficulty: 'normal' };

/** Any sample of a world: scene, question, gold rollout, answer, and what simulated perception made of it. */
export function WorldView() {
  const { lab } = useCommands();
  const [wish, setWish] = useState(FIRST);
  const [sample, setSample] = useState<WorldSample>();
  const [trouble, setTrouble] = useState<string>();
  const [twin, setTwin] = useState<'seen' | 'there'>('seen');
  const [frame, setFrame] = useState(0);
  useEffect(() => {
    let late = false;
    lab.sampleWorld(wish).then(
      (made) => {
        if (late) return;
        setSample(made);
        setTrouble(undefined);
      },
      (thrown: unknown) => {
        if (!late) setTrouble(thrown instanceof Error ? thrown.message : String(thrown));
      },
    );
    return () => {
      late = true;
    };
  }, [lab, wish]);
  const change = (part: Partial<WorldWish>): void => setWish({ ...wish, ...part });
  return (
    <>
      <WishForm wish={wish} sample={sample} onChange={change} />
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {sample && (
        <div className="world">
          <div className="world__scene">
            <Segmented
              label="Which twin"
              value={twin}
              options={[
                { value: 'seen', text: 'What is seen' },
                { value: 'there', text: 'What is there' },
              ]}
              onChange={setTwin}
            />
            <WorldScene sample={sample} which={twin} frame={frame} onFrame={setFrame} />
          </div>
          <Told sample={sample} twin={sample[twin]} />
        </div>
      )}
    </>
  );
}

function WishForm(props: {
  readonly wish: WorldWish;
  readonly sample: WorldSample | undefined;
  readonly onChange: (part: Partial<WorldWish>) => void;
}) {
  const { wish, sample, onChange } = props;
  const families = sample && sample.wish.world === wish.world ? sample : undefined;
  return (
    <div className="world__form">
      <Choice
        label="World"
        value={wish.world}
        options={[
          { value: 'clevr', text: 'CLEVR' },
          { value: 'photo', text: 'Photo' },
          { value: 'video', text: 'Video' },
        ]}
        onChange={(world) => onChange({ world, family: undefined })}
      />
      <NumberField
        label="Seed"
        value={wish.seed}
        min={0}
        max={0xffffffff}
        onCommit={(seed) => onChange({ seed })}
      />
      <Choice
        label="Family"
        value={wish.family ?? ''}
        options={[
          { value: '', text: 'Any' },
          ...(families?.families ?? []).map((value) => ({
            value,
            text: families?.heldOutFamilies.includes(value) ? `${value} (held out)` : value,
          })),
        ]}
        onChange={(family) => onChange({ family: family === '' ? undefined : family })}
      />
      <Choice
        label="Phrasings"
        value={wish.phrasings}
        options={[
          { value: 'train', text: 'Trained on' },
          { value: 'heldout', text: 'Held out' },
          { value: 'all', text: 'All' },
        ]}
        onChange={(phrasings) => onChange({ phrasings })}
      />
      <Choice
        label="Difficulty"
        value={wish.difficulty}
        options={[
          { value: 'easy', text: 'Easy' },
          { value: 'normal', text: 'Normal' },
          { value: 'hard', text: 'Hard' },
        ]}
        onChange={(difficulty) => onChange({ difficulty })}
      />
      <Button onClick={() => onChange({ seed: (wish.seed + 1) % 0xffffffff })}>Next seed</Button>
    </div>
  );
}

function Told({ sample, twin }: { readonly sample: WorldSample; readonly twin: Twin }) {
  const { question, family, phrasing, task, parts, answer, seenAnswer, targets, none, program } = sample;
  return (
    <div className="world__told">
      <p className="group__question">“{question}”</p>
      <p className="lab__hint">
        {family} · {phrasing} · asks for a {task} · {sample.seen.objects.length} objects seen,{' '}
        {sample.there.objects.length} there
      </p>
      <p>
        Answer: <b>{answer}</b>
        {seenAnswer !== answer && <> — on what is seen: {seenAnswer}</>}
        <span className="muted"> · targets: {none ? 'nothing fits' : targets.join(', ') || 'a value'}</span>
      </p>
      <Noise sample={sample} />
      <ClipFacts twin={twin} />
      <h3>Gold program</h3>
      <pre className="tokens mono" {...SCROLLED_BY_KEYS}>
        {program}
      </pre>
      <h3>Gold rollout</h3>
      <p className="lab__hint">What the policy writes, and, set off, what it is given.</p>
      <pre className="tokens mono" {...SCROLLED_BY_KEYS}>
        {parts.map(({ written, text }) => (
          <span key={text} data-written={written}>
            {text}
          </span>
        ))}
      </pre>
    </div>
  );
}

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

function Noise({ sample: { misperceptions, wish } }: { readonly sample: WorldSample }) {
  if (wish.world === 'clevr')
    return <p className="lab__hint">In this world nothing is misperceived: what is seen is what is there.</p>;
  if (misperceptions.length === 0)
    return (
      <p className="lab__hint">
        Simulated perception changed little here: nothing missed, doubled or renamed.
      </p>
    );
  return (
    <>
      <h3>What simulated perception changed</h3>
      <ul className="world__noise">
        {misperceptions.map(({ kind, trueId, seenId, what }) => (
          <li key={`${kind} ${trueId} ${seenId ?? ''}`}>
            <span className="label">{kind}</span> {what}{' '}
            <span className="mono muted">
              {trueId}
              {seenId !== undefined && ` → ${seenId}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
