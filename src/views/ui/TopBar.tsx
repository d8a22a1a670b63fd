import { Menu } from '@base-ui/react/menu';
import {
  ChevronDown,
  CircleHelp,
  Command,
  FolderOpen,
  Image,
  Link,
  Monitor,
  Moon,
  RefreshCw,
  Sun,
} from 'lucide-react';
import { SAMPLES } from '../../store/samples.ts';
import type { Theme } from '../../store/slices/ui.ts';
import { useApp, useCommands } from '../context.tsx';
import { ModelsChip } from '../models/ModelsChip.tsx';
import { CapabilityCard } from './CapabilityCard.tsx';
import { IconButton, Segmented } from './Controls.tsx';
import { keyText } from './useKeyboard.ts';

/** Name, source, mode; what this machine can do; theme and help. */
export function TopBar() {
  const { openDialog } = useCommands();
  return (
    <header className="topbar">
      <span className="topbar__name">
        <Mark /> Twinsight
      </span>
      <SourceMenu />
      <ViewSwitch />
      <span className="topbar__space" />
      <CapabilityCard />
      <ModelsChip />
      <span className="onlyWide">
        <IconButton label="Find a command" keys={keyText('commands')} onClick={() => openDialog('commands')}>
          <Command size={16} aria-hidden />
        </IconButton>
      </span>
      <ThemeButton />
      <IconButton label="Keyboard shortcuts" keys={keyText('keys')} onClick={() => openDialog('keys')}>
        <CircleHelp size={16} aria-hidden />
      </IconButton>
    </header>
  );
}

const VIEWS = [
  { value: 'look', text: 'Look' },
  { value: 'lab', text: 'Lab' },
] as const;

/** To look at a twin and ask it, or to train who answers. */
function ViewSwitch() {
  const { setView } = useCommands();
  const view = useApp((state) => state.ui.view);
  return <Segmented label="View" value={view} options={VIEWS} onChange={setView} />;
}

/** Two overlapping frames: the image and its twin. */
function Mark() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <rect x="1.8" y="1.8" width="10" height="10" rx="2" />
      <rect x="6.2" y="6.2" width="10" height="10" rx="2" stroke="var(--accent)" />
    </svg>
  );
}

function SourceMenu() {
  const { pickFiles, openDialog, openSample, analyse } = useCommands();
  const name = useApp((state) => state.scene.image?.name ?? state.scene.twin?.source.name);
  const image = useApp((state) => state.scene.image !== undefined);
  return (
    <Menu.Root>
      <Menu.Trigger className="button button--quiet topbar__source">
        <span>{name ?? 'Open'}</span>
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="start">
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu__item" onClick={pickFiles}>
              <FolderOpen size={14} aria-hidden /> Open a file… <kbd>{keyText('open')}</kbd>
            </Menu.Item>
            <Menu.Item className="menu__item" onClick={() => openDialog('url')}>
              <Link size={14} aria-hidden /> Open an address…
            </Menu.Item>
            {image && (
              <Menu.Item className="menu__item" onClick={() => void analyse()}>
                <RefreshCw size={14} aria-hidden /> Measure it now
              </Menu.Item>
            )}
            <div className="menu__separator" />
            <Menu.Group>
              <Menu.GroupLabel className="menu__label">Samples, with a recorded twin</Menu.GroupLabel>
              {SAMPLES.map((sample) => (
                <Menu.Item key={sample.id} className="menu__item" onClick={() => void openSample(sample.id)}>
                  <Image size={14} aria-hidden /> {sample.title}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

function ThemeButton() {
  const { setTheme } = useCommands();
  const theme = useApp((state) => state.ui.theme);
  const Icon = { system: Monitor, light: Sun, dark: Moon }[theme];
  return (
    <IconButton label={`Theme: ${theme}`} onClick={() => setTheme(NEXT_THEME[theme])}>
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}
