import { useEffect, useState } from 'react';
import type { ModelRole } from '../../store/slices/models.ts';
import { useApp, useCommands } from '../context.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { EmbeddedDetails } from './EmbeddedDetails.tsx';
import { ModelDetails } from './ModelDetails.tsx';
import { ModelList } from './ModelList.tsx';
import './models.css';

/** The model manager's dialog: the list, or one model of it. */
export default function ModelsSheet(props: { readonly open: boolean }) {
  return (
    <Dialog open={props.open} className="models">
      <Sheet />
    </Dialog>
  );
}

function Sheet() {
  const { models } = useCommands();
  const [embedded, setEmbedded] = useState<ModelRole>();
  const openedId = useApp((state) => state.models.openedId);
  const catalogue = useApp((state) => state.models.catalogue);
  useEffect(() => void models.refresh(), [models]);
  const opened = catalogue.find(({ id }) => id === openedId);
  if (opened) return <ModelDetails model={opened} />;
  if (embedded) return <EmbeddedDetails role={embedded} onBack={() => setEmbedded(undefined)} />;
  return <ModelList onEmbedded={setEmbedded} />;
}
