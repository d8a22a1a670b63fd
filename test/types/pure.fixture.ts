// None of this must compile with the settings of pure code, which runs in any realm.
export const page = (): unknown => document;
export const network = (): unknown => fetch;
export const clock = (): unknown => performance;
export const output = (): unknown => console;
export const bytes = (): unknown => Blob;
export const host = (): unknown => process;
