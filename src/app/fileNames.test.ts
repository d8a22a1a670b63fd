import { describe, expect, it } from 'vitest';
import { baseName } from './fileNames.ts';

describe('names of saved files', () => {
  it('keeps names harmless', () => {
    expect(baseName('../../etc/passwd.jpg')).toBe('.._.._etc_passwd');
    expect(baseName('été photo.jpeg')).toBe('été photo');
    expect(baseName('.jpg')).toBe('twin');
  });
});
