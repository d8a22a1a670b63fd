import { rleArea } from '../../twin/geometry/rle.ts';
import type { ObjectState, Twin } from '../../twin/schema/twin.ts';
import { stateInFrame, timelineOf } from '../../twin/tracks/timeline.ts';

const bboxOf = ({ box: [x0, y0, x1, y1] }: ObjectState): readonly number[] => [x0, y0, x1 - x0, y1 - y0];

/**
 * Writes the tracks of a video as a YouTube-VIS file with one video: for each track a list of boxes [x, y, width, height], of masks
 * (uncompressed run lengths) and of areas, one entry for each sampled frame, null where it isn't seen. Extra keys hold what the format
 * has none for: `times_us` of the frames, `score` and `twin_id` of tracks. Attributes, depth and provenance are not written.
 */
export function writeYoutubeVis(twin: Twin): string {
  const { source, objects } = twin;
  const { samples } = timelineOf(twin);
  const { width, height } = source;
  const length = samples.length;
  const labels = [...new Set(objects.map(({ label }) => label))];
  const folder = source.name.replace(/\.[^.]*$/, '') || 'video';
  const dataset = {
    info: { description: `Twinsight twin of ${source.name}`, version: '1' },
    videos: [
      {
        id: 1,
        width,
        height,
        length,
        file_names: samples.map(({ frame }) => `${folder}/${String(frame).padStart(5, '0')}.jpg`),
        times_us: samples.map(({ timeUs }) => timeUs),
      },
    ],
    annotations: objects.map((object, index) => {
      const states = samples.map(({ frame }) => stateInFrame(object, frame));
      return {
        id: index + 1,
        video_id: 1,
        category_id: labels.indexOf(object.label) + 1,
        iscrowd: 0,
        width,
        height,
        length,
        bboxes: states.map((state) => (state ? bboxOf(state) : null)),
        segmentations: states.map((state) => state?.mask ?? null),
        areas: states.map((state) => (state?.mask ? rleArea(state.mask) : null)),
        score: object.score,
        twin_id: object.id,
      };
    }),
    categories: labels.map((name, index) => ({ id: index + 1, name, supercategory: 'object' })),
  };
  return `${JSON.stringify(dataset)}\n`;
}
