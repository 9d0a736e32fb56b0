import { describe, expect, it } from '@jest/globals';
import { codeOf, codeOfFile } from '../../../web/apply/features/verify/code';

const CODE = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('the code of a paper', () => {
  it('is read as people type it off a page', () => {
    expect(codeOf(` ${CODE.toUpperCase().replace(/(.{8})/g, '$1 ')}\n`)).toBe(CODE);
    expect(codeOf(CODE.slice(1))).toBeNull();
    expect(codeOf(CODE.replace('b', 'g'))).toBeNull();
  });

  it('is the SHA-256 of its file', async () => {
    expect(await codeOfFile(new Blob(['abc']))).toBe(CODE);
  });
});
