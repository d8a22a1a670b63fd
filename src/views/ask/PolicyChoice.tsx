import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from '../../core/units.ts';
import { type PolicyCard, policyCards } from '../../store/policyCards.ts';
import { EMBEDDED } from '../../store/slices/models.ts';
import { isPolicyId } from '../../store/slices/policies.ts';
import { useApp, useCommands } from '../context.tsx';
import './policies.css';

/** On small screens the cards scroll: such a region must take the focus (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** Who answers: one card a policy, with its size, its speed on this machine, its accuracy, and what it can't do. */
export function PolicyChoice() {
  const { setPolicy } = useCommands();
  const chosen = useApp((state) => state.policies.chosen);
  const tuned = useApp((state) => state.policies.tuned);
  const cards = policyCards(tuned);
  const title = cards.find(({ id }) => id === chosen)?.title ?? chosen;
  return (
    <Menu.Root>
      <Menu.Trigger className="button button--quiet" aria-label={`Policy: ${title}`}>
        <span className="muted">Policy</span> {title.toLowerCase()}
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="end">
          <Menu.Popup className="popup menu policies" {...SCROLLED_BY_KEYS}>
            <Menu.RadioGroup
              value={chosen}
              onValueChange={(value: unknown) => {
                if (typeof value === 'string' && isPolicyId(value)) setPolicy(value);
              }}
            >
              {cards.map((card) => (
                <Menu.RadioItem key={card.id} value={card.id} className="menu__item policyCard" closeOnClick>
                  <Card card={card} />
                  <Menu.RadioItemIndicator className="policyCard__mark">
                    <Check size={14} aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <HubHint />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Card(props: { readonly card: PolicyCard }) {
  const { id, title, what, size, limits } = props.card;
  return (
    <span className="policyCard__text">
      <span className="policyCard__title">{title}</span>
      <span>{what}</span>
      <span className="policyCard__facts">
        <Fact name="Size">{size}</Fact>
        <Fact name="Speed here">
          <Speed id={id} />
        </Fact>
        <Fact name="Right answers">{accuracyText(props.card)}</Fact>
        <Fact name="Limits">{limits}</Fact>
      </span>
    </span>
  );
}

function Fact(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className="policyCard__fact">
      <span className="muted">{props.name}</span> <span>{props.children}</span>
    </span>
  );
}

function Speed(props: { readonly id: PolicyCard['id'] }) {
  const speed = useApp((state) => state.policies.speeds[props.id]);
  if (props.id === 'grammar') return 'writes nothing; reads a question in milliseconds';
  if (!speed) return 'measured with its first answer';
  return `${Math.round(speed.tokensPerSecond)} tokens/s, the first after ${formatDuration(speed.firstTokenMs)}`;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function accuracyText({ id, accuracy }: PolicyCard): string {
  if (id === 'tuned') return 'see above';
  if (!accuracy) return 'depends on the model';
  const { clevr, photoqa } = accuracy;
  const parts = [
    ...(clevr === null ? [] : [`${percent(clevr)} of CLEVR questions`]),
    ...(photoqa === null ? [] : [`${percent(photoqa)} of photo questions`]),
  ];
  return parts.length === 0 ? 'not measured yet' : `${parts.join(', ')}, on true twins`;
}

/** Where no language model is chosen, the way to choose one. */
function HubHint() {
  const { openDialog } = useCommands();
  const none = useApp((state) => state.models.active.policy === EMBEDDED);
  if (!none) return null;
  return (
    <Menu.Item className="menu__item policies__hint" onClick={() => openDialog('models')}>
      No hub model is chosen yet: choose one in Models…
    </Menu.Item>
  );
}
