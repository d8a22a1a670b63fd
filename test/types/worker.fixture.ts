// Must not compile with the settings of workers: there is no document in a worker.
export const title = (): string => document.title;
