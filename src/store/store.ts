import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { type ConversationState, initialConversation } from './slices/conversation.ts';
import { type CorrectionsState, initialCorrections } from './slices/corrections.ts';
import { type EditsState, initialEdits } from './slices/edits.ts';
import { initialLab, type LabState } from './slices/lab.ts';
import { initialModels, type ModelsState } from './slices/models.ts';
import { initialNotices, type NoticesState } from './slices/notices.ts';
import { initialPerception, type PerceptionState } from './slices/perception.ts';
import { initialPlayback, type PlaybackState } from './slices/playback.ts';
import { initialPolicies, type PoliciesState } from './slices/policies.ts';
import { initialPrompt, type PromptState } from './slices/prompt.ts';
import { initialScene, type SceneState } from './slices/scene.ts';
import { initialUi, type UiState } from './slices/ui.ts';
import { initialVideo, type VideoState } from './slices/video.ts';

/** The whole state of the app: plain data, one key per slice, no typed arrays, no bitmaps, no functions. */
export interface AppState {
  readonly scene: SceneState;
  readonly perception: PerceptionState;
  readonly conversation: ConversationState;
  readonly edits: EditsState;
  readonly prompt: PromptState;
  readonly models: ModelsState;
  readonly policies: PoliciesState;
  readonly lab: LabState;
  readonly corrections: CorrectionsState;
  readonly video: VideoState;
  readonly playback: PlaybackState;
  readonly ui: UiState;
  readonly notices: NoticesState;
}

export const initialState: AppState = {
  scene: initialScene,
  perception: initialPerception,
  conversation: initialConversation,
  edits: initialEdits,
  prompt: initialPrompt,
  models: initialModels,
  policies: initialPolicies,
  lab: initialLab,
  corrections: initialCorrections,
  video: initialVideo,
  playback: initialPlayback,
  ui: initialUi,
  notices: initialNotices,
};

/** Creates the store; it knows no React. `subscribe(selector, listener)` serves canvases and engines. */
export const createAppStore = () =>
  createStore<AppState>()(subscribeWithSelector((): AppState => initialState));

export type AppStore = ReturnType<typeof createAppStore>;
