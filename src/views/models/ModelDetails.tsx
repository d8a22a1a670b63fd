import { Check, ExternalLink } from 'lucide-react';
import { formatBytes, formatDuration } from '../../core/units.ts';
import type { CatalogueModel, ModelOutcome } from '../../store/slices/models.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { FileTable } from './FileTable.tsx';
import { ModelFailure } from './ModelFailure.tsx';
import { ModelProgress } from './ModelProgress.tsx';
import { SheetHead } from './SheetHead.tsx';
import { consentText, DTYPES, freeBytes, keepingText, ROLES, verdictText } from './wording.ts';

/** One model: every file and byte before anything is fetched, consent, progress, and what can be done with it afterwards. */
export function ModelDetails(props: { readonly model: CatalogueModel }) {
  const { model } = props;
  const { models } = useCommands();
  const plan = useApp((state) => state.models.plan);
  const anyJob = useApp((state) => state.models.job);
  const failed = useApp((state) => state.models.failure);
  const ended = useApp((state) => state.models.outcome);
  const job = anyJob?.modelId === model.id ? anyJob : undefined;
  const failure = failed && (failed.modelId === model.id || failed.modelId === '') ? failed : undefined;
  const outcome = ended?.modelId === model.id ? ended : undefined;
  return (
    <>
      <SheetHead
        title={model.title}
        tag={ROLES[model.role].title}
        onBack={() => void models.open(undefined)}
      />
      <div className="modelsBody">
        <p className="muted">{model.note}</p>
        <Facts model={model} />
        {plan?.unlisted && (
          <p className="modelHint">
            This source gives no list of files, so the sizes are estimates and the files’ hashes are pinned at
            their first download. {plan.unlisted}
          </p>
        )}
        {plan ? (
          <FileTable plan={plan} />
        ) : (
          !failure && !job && <p className="muted">Asking for the files…</p>
        )}
        {failure && <ModelFailure failure={{ ...failure, modelId: model.id }} plan={plan} />}
        {outcome && !job && <Outcome outcome={outcome} />}
      </div>
      <footer className="modelsFoot">
        {job ? <ModelProgress job={job} /> : <Actions model={model} busy={anyJob !== undefined} />}
      </footer>
    </>
  );
}

function Facts(props: { readonly model: CatalogueModel }) {
  const { model } = props;
  const { models } = useCommands();
  const plan = useApp((state) => state.models.plan);
  const busy = useApp((state) => state.models.job !== undefined);
  const variant = model.variants.find(({ dtype }) => dtype === model.dtype);
  const free = plan && freeBytes(plan.storage);
  const commit = plan?.commit ?? model.revision;
  return (
    <dl className="facts modelFacts">
      <dt>Repository</dt>
      <dd>
        <a href={model.url} target="_blank" rel="noreferrer">
          <span className="mono">{model.repository}</span>
          <ExternalLink size={12} aria-label="(opens the hub’s page)" />
        </a>
        <p>
          {/^[0-9a-f]{40}$/.test(commit) ? `commit ${commit.slice(0, 12)}` : `${commit}, pinned at download`}
        </p>
      </dd>
      <dt>Licence</dt>
      <dd>{model.licence}</dd>
      <dt>Weights</dt>
      <dd>
        {model.variants.length > 1 && !busy ? (
          <select
            className="field modelSelect"
            aria-label="Weights"
            value={model.dtype}
            onChange={(event) => void models.chooseVariant(model.id, event.currentTarget.value)}
          >
            {model.variants.map(({ dtype, approximateBytes }) => (
              <option key={dtype} value={dtype}>
                {DTYPES[dtype] ?? dtype}, about {formatBytes(approximateBytes)}
              </option>
            ))}
          </select>
        ) : (
          (DTYPES[model.dtype] ?? model.dtype)
        )}
        {variant?.obstacle && <p className="modelWarning">It will not run here: {variant.obstacle}</p>}
      </dd>
      <dt>At work</dt>
      <dd>
        about {formatBytes(variant?.memoryBytes ?? 0)} of memory<p>an estimate</p>
      </dd>
      <dt>Storage</dt>
      <dd>
        {free === undefined ? 'free space unknown' : `${formatBytes(free)} free`}
        {plan && <p>{keepingText(plan.storage)}</p>}
        {plan && !plan.fits && (
          <p className="modelWarning">
            There is not enough room. It can be downloaded into memory, for this visit only.
          </p>
        )}
      </dd>
      {plan && (
        <>
          <dt>From</dt>
          <dd>
            {plan.host}
            <p>Only these files are asked for. Nothing of yours leaves this machine.</p>
          </dd>
        </>
      )}
    </dl>
  );
}

function Actions(props: { readonly model: CatalogueModel; readonly busy: boolean }) {
  const { model, busy } = props;
  const { models } = useCommands();
  const plan = useApp((state) => state.models.plan);
  const active = useApp((state) => state.models.active[model.role] === model.id);
  const whole = model.kept === 'whole' || model.kept === 'held';
  const keeping = plan?.fits === false || plan?.storage.keeping === 'memory' ? 'memory' : 'disk';
  return (
    <>
      {active && whole ? (
        <span className="modelInUse">
          <Check size={14} aria-hidden /> In use
        </span>
      ) : whole ? (
        <Button look="primary" disabled={busy} onClick={() => void models.activate(model.role, model.id)}>
          Load and use it
        </Button>
      ) : (
        <Button
          look="primary"
          disabled={busy || !plan}
          onClick={() => void models.download(model.id, keeping)}
        >
          {plan ? consentText(plan) : 'Download'}
        </Button>
      )}
      {!whole && (
        <Button disabled={busy} onClick={() => models.pickFolder(model.id, keeping)}>
          From a folder…
        </Button>
      )}
      <span className="modelsFoot__space" />
      {model.kept === 'whole' && (
        <Button look="quiet" disabled={busy} onClick={() => void models.verify(model.id)}>
          Check files
        </Button>
      )}
      {(model.keptBytes > 0 || model.kept === 'held') && (
        <Button look="quiet" disabled={busy} onClick={() => void models.remove(model.id, false)}>
          Delete{model.keptBytes > 0 ? ` ${formatBytes(model.keptBytes)}` : ''}
        </Button>
      )}
    </>
  );
}

function Outcome(props: { readonly outcome: ModelOutcome }) {
  const { kind, ms, verdicts, detail } = props.outcome;
  const bad = verdicts.some(({ state }) => state !== 'whole');
  const text = {
    ready: `Ready in ${formatDuration(ms)}. ${detail ?? ''}`,
    verified: verdictText(verdicts),
    removed: 'Deleted. The space is free again; its pinned hashes are kept.',
  }[kind];
  return (
    <p className="modelOutcome" role="status" data-bad={bad}>
      {text}
    </p>
  );
}
