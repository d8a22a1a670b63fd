import type { VideoCommands } from '../../store/videoCommands.ts';
import type { Video } from './createVideo.ts';

/** The commands for clips before the code behind them is loaded: the first call loads it. */
export function lazyVideoCommands(load: () => Promise<Video>): VideoCommands {
  const playing = (work: (player: Video['player']) => void): void =>
    void load().then(({ player }) => work(player));
  return {
    togglePlaying: () => playing((player) => player.toggle()),
    pause: () => playing((player) => player.pause()),
    seek: (timeUs) => playing((player) => player.seek(timeUs)),
    step: (frames) => playing((player) => player.step(frames)),
    stepMeasured: (by) => playing((player) => player.stepMeasured(by)),
    setRate: (rate) => playing((player) => player.setRate(rate)),
    probeCodecs: async () => (await load()).session.probeCodecs(),
    propose: async () => (await load()).session.propose(),
    chooseSampling: (choice) => void load().then(({ session }) => session.choose(choice)),
    measure: async () => (await load()).session.measure(),
    dismissProposal: () => void load().then(({ session }) => session.dismiss()),
  };
}
