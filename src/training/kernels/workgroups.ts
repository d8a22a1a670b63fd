/** What WebGPU promises everywhere. */
const MAX_PER_DIMENSION = 65_535;

/** So many workgroups as a rectangle: rows as long as allowed, the last one perhaps beyond the end (kernels return there). */
export function inRows(workgroups: number): readonly [number, number] {
  const rows = Math.ceil(workgroups / MAX_PER_DIMENSION);
  return rows <= 1 ? [workgroups, 1] : [Math.ceil(workgroups / rows), rows];
}
