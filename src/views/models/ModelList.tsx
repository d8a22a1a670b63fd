import { formatBytes } from '../../core/units.ts';
import { type CatalogueModel, EMBEDDED, MODEL_ROLES, type ModelRole } from '../../store/slices/models.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { ModelProgress } from './ModelProgress.tsx';
import { SheetHead } from './SheetHead.tsx';
import { SourceForm } from './SourceForm.tsx';
import { freeBytes, keepingText, keptText, ROLES } from './wording.ts';

/** All models by what they are for: what came with the page, what is here of the hub, what can be had. */
export function ModelList(props: { readonly onEmbedded: (role: ModelRole) => void }) {
  const failure = useApp((state) => state.models.failure);
  const job = useApp((state) => state.models.job);
  return (
    <>
      <SheetHead title="Models" />
      <div className="modelsBody">
        <p className="muted">
          What came with this page works offline. Stronger models are fetched when you ask for them, and only
          then; they run on this machine, and nothing of yours leaves it.
        </p>
        {failure && failure.modelId === '' && (
          <p className="modelOutcome" role="alert" data-bad="true">
            {failure.message} {failure.remedy}
          </p>
        )}
        {job && <ModelProgress job={job} />}
        {MODEL_ROLES.map((role) => (
          <Role key={role} role={role} onEmbedded={props.onEmbedded} />
        ))}
        <p className="muted modelsNote">
          Text in photos is read by PP-OCRv4, which is embedded; there is no other reader to choose.
        </p>
      </div>
      <footer className="modelsFoot">
        <StorageLine />
        <SourceForm />
      </footer>
    </>
  );
}

function Role(props: { readonly role: ModelRole; readonly onEmbedded: (role: ModelRole) => void }) {
  const { role, onEmbedded } = props;
  const text = ROLES[role];
  const { models } = useCommands();
  const catalogue = useApp((state) => state.models.catalogue);
  const embedded = useApp((state) => state.models.embedded);
  const active = useApp((state) => state.models.active[role]);
  const bytes = embedded
    .filter(({ task }) => task === text.task)
    .reduce((sum, model) => sum + model.bytes, 0);
  const none = text.embedded === 'None';
  return (
    <fieldset className="modelRole">
      <legend>
        <span className="modelRole__title">{text.title}</span> <span className="muted">{text.does}</span>
      </legend>
      <div className="modelRow">
        <label>
          <input
            type="radio"
            name={`model-${role}`}
            checked={active === EMBEDDED}
            onChange={() => void models.activate(role, EMBEDDED)}
          />
          <span>
            <span className="modelRow__title">{text.embedded}</span>
            <span className="modelRow__about">{text.about}</span>
          </span>
        </label>
        <span className="modelRow__state" data-kept={none ? 'none' : 'whole'}>
          {none ? '' : bytes > 0 ? `embedded, ${formatBytes(bytes)}` : 'embedded'}
        </span>
        <span className="modelRow__action">
          {text.task !== undefined && (
            <Button look="quiet" aria-label={`Details of ${text.embedded}`} onClick={() => onEmbedded(role)}>
              Details
            </Button>
          )}
        </span>
      </div>
      {catalogue
        .filter((model) => model.role === role)
        .map((model) => (
          <CatalogueRow key={model.id} model={model} active={active === model.id} />
        ))}
    </fieldset>
  );
}

function CatalogueRow(props: { readonly model: CatalogueModel; readonly active: boolean }) {
  const { model, active } = props;
  const { models } = useCommands();
  const busy = useApp((state) => state.models.job !== undefined);
  const there = model.kept === 'whole' || model.kept === 'held';
  const open = (): void => void models.open(model.id);
  const runs = model.variants.some(({ obstacle }) => obstacle === undefined);
  return (
    <div className="modelRow">
      <label>
        <input
          type="radio"
          name={`model-${model.role}`}
          checked={active && there}
          disabled={!there || busy}
          onChange={() => {
            open();
            void models.activate(model.role, model.id);
          }}
        />
        <span>
          <span className="modelRow__title">{model.title}</span>
          <span className="modelRow__about">
            {model.licence}
            {runs ? '' : ' · does not run on this machine'}
          </span>
        </span>
      </label>
      <span className="modelRow__state" data-kept={model.kept}>
        {keptText(model)}
      </span>
      <span className="modelRow__action">
        <Button
          look={there ? 'quiet' : 'plain'}
          aria-label={there ? `Details of ${model.title}` : `Get ${model.title}`}
          onClick={open}
        >
          {there ? 'Details' : 'Get…'}
        </Button>
      </span>
    </div>
  );
}

function StorageLine() {
  const { models } = useCommands();
  const storage = useApp((state) => state.models.storage);
  const catalogue = useApp((state) => state.models.catalogue);
  if (!storage) return <p className="muted">Looking at the storage…</p>;
  const kept = catalogue.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
  const free = freeBytes(storage);
  return (
    <div className="modelsStorage">
      <p>
        Models of the hub take {formatBytes(kept)}
        {free === undefined ? '' : `; ${formatBytes(free)} are free`}. {keepingText(storage)}
      </p>
      {!storage.persisted && storage.keeping === 'disk' && (
        <Button look="quiet" onClick={() => void models.persist()}>
          Ask the browser to keep them
        </Button>
      )}
    </div>
  );
}
