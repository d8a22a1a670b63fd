/** Uses a storage (`localStorage`) where there is one and it is not blocked; undefined otherwise. */
export const optionalStorage =
  (storage: () => Storage | undefined) =>
  <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      const kept = storage(); // reading the property alone throws where storage is blocked
      return kept === undefined ? undefined : use(kept);
    } catch {
      return undefined;
    }
  };
