import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { casesOf, compare, inWordsOf, type OracleAdapter } from './adapter';
import { discoverAdapters } from './discover';
import { IN_FORCE, isPerfect, linesOf, runFolder } from './run';

const ORACLES = resolve(process.env.ORACLES_DIR ?? '../shared/oracles');
/** Expected numbers of what comes next: those of them that are in force. */
const NEXT = `${ORACLES}-next`;
const describeIfPresent = existsSync(ORACLES) ? describe : describe.skip;

describeIfPresent('the expected numbers', () => {
  const reports = [
    ...(existsSync(ORACLES) ? runFolder(ORACLES, discoverAdapters()) : []),
    ...(existsSync(NEXT) ? runFolder(NEXT, discoverAdapters(), IN_FORCE) : []),
  ];
  for (const report of reports) {
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
        { path: 'bankruptcyLiquidation.reasons[0]', expected: 'bankruptcyLiquidation', actual: 'EVASION' },
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

  it("takes the file's word for a code that means it, and for no other", () => {
    const wordings = { SECOND: /SECOND|TWICE/, FIRST: /^FIRST$/ };
    expect(inWordsOf(['TWICE'], ['SECOND'], wordings)).toEqual(['TWICE']);
    expect(inWordsOf(['TWICE'], ['FIRST'], wordings)).toEqual(['FIRST']);
    expect(inWordsOf(['ONCE'], ['SECOND'], wordings)).toEqual(['SECOND']);
    expect(inWordsOf(['SECOND'], ['THIRD'], wordings)).toEqual(['THIRD']);
  });
});

describe('names that no visible case writes out', () => {
  function differencesOf(file: string, content: object): readonly unknown[] {
    const folder = mkdtempSync(join(tmpdir(), 'oracles-'));
    writeFileSync(join(folder, file), JSON.stringify(content));
    return runFolder(folder, discoverAdapters()).flatMap(({ differences }) => differences);
  }

  const classified = (facts: object, grade: string, reasons: readonly string[]) =>
    differencesOf('events.json', {
      classification: {
        cases: [{ id: 'C', input: { balance: 100, dpd: 0, ...facts }, expect: { grade, reasons } }],
      },
    });

  it.each([
    [{ bankruptcy: true }, 'LOSS', 'BANKRUPTCY_LIQUIDATION'],
    [{ creditImpaired: true, eclRatio: 0.5 }, 'DOUBTFUL', 'ECL_50PCT'],
    [{ creditImpaired: true, eclRatio: 0.9 }, 'LOSS', 'CREDIT_IMPAIRED'],
    [{ refinanced: true }, 'SPECIAL_MENTION', 'refinanced'],
    [{ restructuredTwice: true }, 'SUBSTANDARD', 'RESTRUCTURED_TWICE'],
    [{ overdue90ShareAllBanks: 0.21 }, 'SUBSTANDARD', 'OVERDUE90_SHARE_ALL_BANKS'],
    [{ nplShareHere: 0.11 }, 'SUBSTANDARD', 'NPL_SHARE_HERE'],
  ])('a classification by %j may call its reason %s %s', (facts, grade, reason) => {
    expect(classified(facts, grade, [reason])).toEqual([]);
  });

  it.each([
    [{ bankruptcy: true }, 'LOSS', ['EVASION']],
    [{ creditImpaired: true, eclRatio: 0.5 }, 'DOUBTFUL', ['ECL_90PCT']],
    [{ creditImpaired: true, eclRatio: 0.9 }, 'DOUBTFUL', ['CREDIT_IMPAIRED']],
    [{ restructured: true }, 'SPECIAL_MENTION', ['RESTRUCTURED_TWICE']],
    [{ dpd: 91 }, 'SUBSTANDARD', ['DPD_GE_90']],
    [{ evasion: true, dpd: 300 }, 'DOUBTFUL', ['EVASION']],
  ])('but not a reason or grade that is not so: %j %s %j', (facts, grade, reasons) => {
    expect(classified(facts, grade, reasons)).not.toEqual([]);
  });

  it('the third knock-out goes by its number and the judgment debtor, not by another number', () => {
    const knockedOut = (knockout: string) =>
      differencesOf('scoring.json', {
        scorecard: [{ id: 'K', input: scored, expect: { knockouts: [knockout], decision: 'DECLINE' } }],
      });
    const scored = {
      ...{ yearsInOperation: 8, debtRatio: 0.38, currentRatio: 2.1, interestCover: 6, netMargin: 0.12 },
      ...{ revenueGrowth: 0.2, dscr: 1.8, arDays: 45, maxDpd24m: 0, enquiries6m: 1, taxRating: 'A' },
      ...{ litigation: 'DISHONEST_JUDGMENT_DEBTOR', zem: 7.2 },
    };
    expect(knockedOut('K03_DISHONEST_DEBTOR')).toEqual([]);
    expect(knockedOut('K02_TAX_RATING_D')).toHaveLength(1);
    expect(knockedOut('K03_TAX_RATING_D')).toHaveLength(1);
  });

  it.each([null, { error: 'NO_ASSETS' }, { zem: null, zone: null, reason: 'NO_ASSETS' }])(
    'Z″ without assets may be %j, and with assets none of it',
    (wanted) => {
      const scoredWith = (totalAssets: number) => {
        const figures = { currentAssets: 0, currentLiabilities: 0, totalAssets, totalLiabilities: 0 };
        const input = { ...figures, equity: 0, retainedEarnings: 0, ebit: 0 };
        return differencesOf('scoring.json', { altman: [{ id: 'Z', input, expect: wanted }] });
      };
      expect(scoredWith(0)).toEqual([]);
      expect(scoredWith(1)).not.toEqual([]);
    },
  );
});
