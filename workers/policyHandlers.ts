import { TwinsightError } from '../src/core/errors.ts';
import { fetchVerified } from '../src/perception/runtime/siteFiles.ts';
import { type ModelFiles, readTextModel, type TextModel } from '../src/training/model/textModel.ts';
import type { PolicyContract } from './contracts/policy.ts';
import type { Handlers } from './rpc/server.ts';

/** Milliseconds of writing between two looks at the messages: what a cancel waits at most, and how often text is shown. */
const SLICE_MS = 25;

export interface PolicyHandlerOptions {
  /** The address that the paths of files are relative to. */
  readonly siteRoot: URL;
  readonly now: () => number;
  /** Lets messages in. */
  readonly pause: () => Promise<void>;
}

const notLoaded = (): TwinsightError =>
  new TwinsightError({
    code: 'model-missing',
    message: 'No policy is loaded in this worker.',
    remedy: 'Ask again: the model is then loaded first.',
  });

/** What the policy worker does, apart from the thread that it runs in. */
export function policyHandlers({ siteRoot, now, pause }: PolicyHandlerOptions): Handlers<PolicyContract> {
  let model: TextModel | undefined;

  type SiteFile = { readonly file: string; readonly bytes: number; readonly sha256: string };
  type LoadSignals = Parameters<Handlers<PolicyContract>['load']>[1];

  async function fetchAll(
    site: Readonly<Record<keyof ModelFiles, SiteFile>>,
    { signal, progress }: LoadSignals,
  ): Promise<ModelFiles> {
    const total = Object.values(site).reduce((sum, { bytes }) => sum + bytes, 0);
    let before = 0;
    const fetchOne = async (file: SiteFile): Promise<Uint8Array> => {
      const onBytes = (received: number): void => progress({ received: before + received, total });
      const bytes = await fetchVerified(file, { siteRoot, signal, onBytes });
      before += bytes.length;
      return bytes;
    };
    return {
      'config.json': await fetchOne(site['config.json']),
      'tokenizer.json': await fetchOne(site['tokenizer.json']),
      'tokenizer_config.json': await fetchOne(site['tokenizer_config.json']),
      'model.safetensors': await fetchOne(site['model.safetensors']),
    };
  }

  return {
    async load(args, signals) {
      const start = now();
      const files = 'given' in args ? args.given : await fetchAll(args.site, signals);
      model = readTextModel(files);
      const bytes = Object.values(files).reduce((sum, file) => sum + file.length, 0);
      const { parameters, config } = model;
      return { parameters, maxPositions: config.maxPositions, bytes, loadMs: now() - start };
    },

    async write(args, { signal, progress }) {
      if (!model) throw notLoaded();
      const start = now();
      const writing = model.write(args);
      let [tokens, firstTokenMs, unsent, lastPause] = [0, 0, '', start];
      for (;;) {
        const next = writing.next();
        const time = now();
        if (next.done) {
          if (unsent !== '') progress({ text: unsent });
          return { end: next.value, tokens, firstTokenMs, ms: time - start };
        }
        if (next.value.token !== undefined) {
          if (tokens === 0) firstTokenMs = time - start;
          tokens += 1;
          unsent += next.value.text;
        }
        if (time - lastPause < SLICE_MS) continue;
        if (unsent !== '') progress({ text: unsent });
        unsent = '';
        await pause();
        signal.throwIfAborted();
        lastPause = now();
      }
    },
  };
}
