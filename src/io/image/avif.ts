import { boxesIn, type MediaBox, readBrands } from './isoMedia.ts';
import { CorruptImage, type FormatReader } from './types.ts';

/** The extent of the first box of a type inside another extent. */
function firstBox(view: DataView, type: string, start: number, end: number): MediaBox | undefined {
  for (const box of boxesIn(view, start, end)) {
    if (box.type === type) return box;
  }
  return undefined;
}

/** The item properties: `meta` (a full box, four bytes longer) / `iprp` / `ipco`. */
function itemProperties(view: DataView): MediaBox | undefined {
  const meta = firstBox(view, 'meta', 0, view.byteLength);
  const iprp = meta && firstBox(view, 'iprp', meta.start + 4, meta.end);
  return iprp && firstBox(view, 'ipco', iprp.start, iprp.end);
}

/**
 * AVIF (AV1 Image File Format): the spatial extents (`ispe`) among the item properties. Tiles, thumbnails and alpha
 * planes have their own; the largest is the image.
 */
export const avifReader: FormatReader = {
  format: 'avif',
  matches: (view) => readBrands(view)?.some((brand) => brand === 'avif' || brand === 'avis') ?? false,
  read(view) {
    let width = 0;
    let height = 0;
    const properties = itemProperties(view);
    if (properties === undefined)
      throw new CorruptImage('the AVIF has no item properties, or they are cut off');
    for (const box of boxesIn(view, properties.start, properties.end)) {
      if (box.type !== 'ispe' || box.end - box.start < 12) continue;
      const w = view.getUint32(box.start + 4);
      const h = view.getUint32(box.start + 8);
      if (w * h > width * height) {
        width = w;
        height = h;
      }
    }
    if (width === 0) throw new CorruptImage('the AVIF states no image size');
    return { width, height };
  },
};
