import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { casesOf, compare, type OracleAdapter } from './adapter';
import { discoverAdapters } from './discover';
import { isPerfect, linesOf, runFolder } from './run';

const ORACLES = resolve(process.env.ORACLES_DIR ?? '../shared/oracles');
const describeIfPresent = existsSync(ORACLES) ? describe : describe.skip;

describeIfPresent('the expected numbers', () => {
  for (const report of existsSync(ORACLES) ? runFolder(ORACLES, discoverAdapters()) : []) {
    it(`${report.file}: every case of every block`, () => {
      expect([...report.problems, ...report.differences]).toEqual([]);
      expect(report.passed).toBe(report.total);
    });
  }
});

describe('the runner', () => {
  const doubles: OracleAdapter = {
    file: 'doubles.json',
    blocks: { cases: ({ input, expect: wanted }) => compare('double', wanted, input * 2) },
    withoutCases: ['prose'],
  };

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'oracles-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }

  it('counts what passes and names what differs', () => {
    const cases = [
      { input: 1, expect: 2 },
      { input: 2, expect: 5 },
    ];
    const folder = folderWith({ 'doubles.json': JSON.stringify({ meta: 1, prose: 2, cases }) });
    const [report] = runFolder(folder, [doubles]);
    expect(report).toEqual({
      file: 'doubles.json',
      passed: 1,
      total: 2,
      differences: [{ path: 'double', expected: 5, actual: 4 }],
      problems: [],
    });
    expect(isPerfect(report === undefined ? [] : [report])).toBe(false);
    expect(report === undefined ? [] : linesOf(report)).toEqual([
      'doubles.json 1/2',
      '    double: expected 5, got 4',
    ]);
  });

  it('reports what it does not know instead of passing over it', () => {
    const folder = folderWith({
      'doubles.json': JSON.stringify({ cases: [], surprise: [1] }),
      'new.json': '{}',
      'notes.txt': 'not an oracle',
    });
    const reports = runFolder(folder, [doubles]);
    expect(reports.flatMap(({ problems }) => problems)).toEqual([
      'unknown block surprise in doubles.json',
      'unknown file new.json',
    ]);
    expect(isPerfect(reports)).toBe(false);
  });

  it('reports a file that cannot be read, and a check that throws', () => {
    const folder = folderWith({ 'doubles.json': '{"cases": [' });
    expect(runFolder(folder, [doubles])[0]?.problems[0]).toContain("can't be read");
    const throwing = { ...doubles, blocks: { cases: () => fail() } };
    const other = folderWith({ 'doubles.json': '{"cases": [1]}' });
    expect(runFolder(other, [throwing])[0]).toMatchObject({
      passed: 0,
      total: 1,
      differences: [{ path: 'cases[0]', actual: 'broken' }],
    });
    expect(() => runFolder(join(other, 'missing'), [doubles])).toThrow('no such folder');
  });

  function fail(): never {
    throw new Error('broken');
  }

  it('is content with an incomplete folder', () => {
    const folder = folderWith({ 'doubles.json': JSON.stringify({ cases: [{ input: 3, expect: 6 }] }) });
    expect(isPerfect(runFolder(folder, [doubles]))).toBe(true);
  });

  it('finds the cases of every way to write a block', () => {
    expect(casesOf([1, 2])).toEqual([1, 2]);
    expect(casesOf({ spec: 's', cases: [1] })).toEqual([1]);
    expect(casesOf({ a: 1 })).toEqual([{ key: 'a', value: 1 }]);
    expect(casesOf(7)).toEqual([7]);
  });

  it('reads facts and reasons of a classification however the file spells them, and only the right ones', () => {
    const spelled = (input: object, reason: string) => ({
      id: reason,
      input: { balance: 1, dpd: 0, ...input },
      expect: { reasons: [reason] },
    });
    const cases = [
      spelled({ secondRestructuring: true, regime: null }, 'SECOND_RESTRUCTURE'),
      spelled({ creditImpaired: true, eclRatio: 0.9 }, 'ECL_GE_90PCT'),
      spelled({ bankruptcyLiquidation: true }, 'bankruptcyLiquidation'),
      spelled({ evasion: true }, 'bankruptcyLiquidation'),
      spelled({ somethingNew: true }, 'somethingNew'),
    ];
    const folder = folderWith({ 'events.json': JSON.stringify({ classification: { cases } }) });
    const [report] = runFolder(folder, discoverAdapters());
    expect(report).toMatchObject({
      passed: 3,
      differences: [
        { path: 'bankruptcyLiquidation.reasons[0]', expected: 'BANKRUPTCY', actual: 'EVASION' },
        { path: 'classification[4]', actual: 'unknown fact somethingNew' },
      ],
    });
  });

  it('compares by what the oracle fixes', () => {
    expect(compare('x', { a: [1, { b: 2 }] }, { a: [1, { b: 2, more: 3 }] })).toEqual([]);
    expect(compare('x', [1, 2], [1])).toEqual([
      { path: 'x.length', expected: 2, actual: 1 },
      { path: 'x[1]', expected: 2, actual: undefined },
    ]);
    expect(compare('x', { a: null }, { a: undefined })).toEqual([
      { path: 'x.a', expected: null, actual: undefined },
    ]);
    expect(compare('x', [1], null)).toHaveLength(1);
    expect(compare('x', { a: 1 }, null)).toHaveLength(1);
  });
});
