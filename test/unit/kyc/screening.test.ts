import { comparableName } from '../../../domain/kyc/normaliseName';
import {
  type ListEntry,
  nameSimilarity,
  type ScreenedParty,
  screen,
  worstOutcome,
} from '../../../domain/kyc/screening';
import { jaroWinkler, levenshteinRatio } from '../../../domain/kyc/similarity';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { kyc } = parametersAt(PARAMETERS_BEGIN);

const symbols = (text: string) => [...text];
const jw = (left: string, right: string) => jaroWinkler(symbols(left), symbols(right)).toFixed(4);

describe('similarity', () => {
  it.each([
    ['MARTHA', 'MARHTA', '0.9611'],
    ['DWAYNE', 'DUANE', '0.8400'],
    ['DIXON', 'DICKSONX', '0.8133'],
    ['ABC', 'ABC', '1.0000'],
    ['ABC', 'XYZ', '0.0000'],
    ['', '', '1.0000'],
    ['', 'A', '0.0000'],
    ['A', '', '0.0000'],
    ['A', 'A', '1.0000'],
    ['AB', 'BA', '0.0000'],
    ['ABCDEF', 'ABCDEX', '0.9333'],
    ['AAAB', 'AAAA', '0.8833'],
    ['ABCD', 'DABC', '0.8333'],
  ])('by Jaro and Winkler of %s and %s is %s', (left, right, expected) => {
    expect([jw(left, right), jw(right, left)]).toEqual([expected, expected]);
  });

  it.each([
    ['kitten', 'sitting', 1 - 3 / 7],
    ['abc', 'abc', 1],
    ['', '', 1],
    ['', 'abc', 0],
    ['abc', '', 0],
    ['ab', 'ba', 0],
    ['abc', 'ac', 1 - 1 / 3],
  ])('by edits of %s and %s is %d', (left, right, expected) => {
    expect(levenshteinRatio(symbols(left), symbols(right))).toBeCloseTo(expected, 12);
  });
});

describe('a comparable name', () => {
  const text = (name: string) => comparableName(name, kyc.screening).text;

  it.each([
    ['华为技术有限公司', '华为技术'],
    ['華為技術有限公司', '华为技术'],
    ['华为（深圳）技术 股份有限公司', '华为深圳技术'],
    ['中科有限责任公司', '中科'],
    ['有限公司', '有限公司'],
    ['中国社会福利基金会湖北省武汉市江岸区办事处', '中国社会福利基金会湖北省武汉市江岸区办事处'],
    ['ＡＢＣ科技', 'ABC科技'],
    ['Acme Trading Co., Ltd.', 'ACME TRADING'],
    ['Pepsico Ltd', 'PEPSICO'],
    ['Limited Brands Inc', 'LIMITED BRANDS'],
    ['Ltd', 'LTD'],
    ['Ｃafé—Bar', 'CAFÉ BAR'],
    ['  ', ''],
    ['张 三', '张三'],
  ])('of %s is %s', (name, expected) => {
    expect(text(name)).toBe(expected);
  });

  it('sounds by syllables or by sorted words', () => {
    expect(comparableName('长江实业', kyc.screening)).toMatchObject({
      isChinese: true,
      characters: ['长', '江', '实', '业'],
      sounds: ['CHANG', 'JIANG', 'SHI', 'YE'],
    });
    expect(comparableName('Smith John', kyc.screening)).toMatchObject({
      isChinese: false,
      characters: [...'SMITHJOHN'],
      sounds: ['JOHN', 'SMITH'],
    });
  });
});

describe('how alike names are', () => {
  const alike = (left: string, right: string) =>
    nameSimilarity(comparableName(left, kyc.screening), comparableName(right, kyc.screening));

  it.each([
    ['华为技术有限公司', '華為技術股份有限公司'],
    ['张伟', '章伟'], // same sound
    ['John Smith', 'SMITH, John'],
    ['长江实业有限公司', 'Chang Jiang Shi Ye Co Ltd'],
    ['Changjiang Shiye Ltd', '长江实业'],
  ])('%s and %s are the same', (left, right) => {
    expect(alike(left, right)).toBe(1);
  });

  it.each([
    ['华为技术有限公司', '中兴通讯股份有限公司', 0.3],
    ['张伟', '李娜', 0.3],
    ['John Smith', 'Mary Jones', 0.8],
    ['!!!', '???', 0],
    ['!!!', '华为', 0],
    ['华为', '', 0],
  ])('%s and %s are not (at most %d)', (left, right, most) => {
    expect(alike(left, right)).toBeLessThanOrEqual(most);
  });

  it('takes the better of characters and sounds, of Jaro-Winkler and edits', () => {
    expect(alike('深圳市创新科技', '深圳市创兴科技')).toBeGreaterThan(0.93);
    // Reversed halves: few matches in order for Jaro-Winkler.
    expect(alike('abcdefgh', 'abcdefg')).toBeCloseTo(0.975, 3);
  });
});

const party = (changes: Partial<ScreenedParty> = {}): ScreenedParty => ({
  names: ['深圳市蓝海贸易有限公司'],
  identifiers: [{ type: 'USCC', value: '91440300MA5FAKE001' }],
  birthDate: null,
  countries: ['CN'],
  ...changes,
});

const entry = (changes: Partial<ListEntry> = {}): ListEntry => ({
  listCode: 'UN',
  entryId: '1',
  names: ['深圳市藍海貿易'],
  identifiers: [],
  birthDate: null,
  countries: [],
  ...changes,
});

describe('screening', () => {
  it('passes who is on no list', () => {
    expect(screen(party(), [], kyc)).toEqual({ outcome: 'CLEAR', hits: [] });
    expect(screen(party(), [entry({ names: ['北京远山建筑'] }), entry({ names: [] })], kyc).outcome).toBe(
      'CLEAR',
    );
  });

  it('blocks the same name', () => {
    expect(screen(party(), [entry()], kyc)).toEqual({
      outcome: 'BLOCK',
      hits: [
        {
          listCode: 'UN',
          entryId: '1',
          basis: 'SAME_NAME',
          similarity: 1,
          matchedName: '深圳市藍海貿易',
          outcome: 'BLOCK',
        },
      ],
    });
  });

  it('blocks the same identifier whatever the name, and names whom it matched', () => {
    const identifiers = [
      { type: 'PASSPORT', value: 'E1' },
      { type: 'USCC', value: '91440300-ma5fake001 ' },
    ];
    const { outcome, hits } = screen(
      party({ birthDate: '1980-01-01' }),
      [entry({ names: ['Quite Other'], identifiers, countries: ['KP'], birthDate: '1981-01-01' })],
      kyc,
    );
    expect(outcome).toBe('BLOCK');
    expect(hits).toMatchObject([{ basis: 'IDENTIFIER', similarity: 1, matchedName: 'Quite Other' }]);
    expect(screen(party(), [entry({ names: [], identifiers })], kyc).hits).toMatchObject([
      { matchedName: null },
    ]);
  });

  it.each([
    [{ type: 'PASSPORT', value: '91440300MA5FAKE001' }],
    [{ type: 'USCC', value: '91440300MA5FAKE002' }],
  ])('does not take %o for the same identifier', (identifier) => {
    expect(screen(party(), [entry({ names: ['Other'], identifiers: [identifier] })], kyc).outcome).toBe(
      'CLEAR',
    );
  });

  it('does not take nothing for an identifier', () => {
    const empty = [{ type: 'USCC', value: '-' }];
    expect(
      screen(party({ identifiers: empty }), [entry({ names: ['Other'], identifiers: empty })], kyc).hits,
    ).toEqual([]);
  });

  it('reviews what is similar', () => {
    const { outcome, hits } = screen(
      party({ names: ['Acme Trading Ltd'] }),
      [entry({ names: ['Acne Trading'] })],
      kyc,
    );
    expect(outcome).toBe('BLOCK');
    expect(hits[0]).toMatchObject({ basis: 'SIMILAR_NAME', similarity: 0.9515 });
    const less = screen(party({ names: ['Acme Trading Ltd'] }), [entry({ names: ['Acne Tradings'] })], kyc);
    expect(less).toMatchObject({ outcome: 'REVIEW', hits: [{ outcome: 'REVIEW', basis: 'SIMILAR_NAME' }] });
  });

  it.each<[string, Partial<ScreenedParty>, Partial<ListEntry>, number, string]>([
    ['another birth date', { birthDate: '1980-01-01' }, { birthDate: '1980-01-02' }, 0.95, 'BLOCK'],
    ['the same birth date', { birthDate: '1980-01-01' }, { birthDate: '1980-01-01' }, 1, 'BLOCK'],
    ['an unknown birth date', { birthDate: '1980-01-01' }, {}, 1, 'BLOCK'],
    ['no birth date of ours', {}, { birthDate: '1980-01-01' }, 1, 'BLOCK'],
    ['another country', {}, { countries: ['KP', 'IR'] }, 0.95, 'BLOCK'],
    ['one country in common', {}, { countries: ['KP', 'CN'] }, 1, 'BLOCK'],
    ['no country of ours', { countries: [] }, { countries: ['KP'] }, 1, 'BLOCK'],
    ['both', { birthDate: '1980-01-01' }, { birthDate: '1980-01-02', countries: ['KP'] }, 0.9, 'REVIEW'],
  ])('weighs %s', (_, ofParty, ofEntry, similarity, outcome) => {
    expect(screen(party(ofParty), [entry(ofEntry)], kyc)).toMatchObject({ outcome, hits: [{ similarity }] });
  });

  it('compares all names and aliases, and lists the most alike first', () => {
    const entries = [
      entry({ entryId: 'far', names: ['北京远山建筑'] }),
      entry({ entryId: 'near', names: ['北京远山建筑', '深圳市蓝海贸'] }),
      entry({ entryId: 'same', names: ['蓝海', '深圳市蓝海贸易'] }),
    ];
    const { hits } = screen(party({ names: ['别名公司', '深圳市蓝海贸易有限公司'] }), entries, kyc);
    expect(hits.map(({ entryId, matchedName }) => [entryId, matchedName])).toEqual([
      ['same', '深圳市蓝海贸易'],
      ['near', '深圳市蓝海贸'],
    ]);
  });

  it('keeps the closest name of an entry, wherever it stands in its list', () => {
    const { hits } = screen(
      party({ names: ['Acme Trading'] }),
      [entry({ names: ['Acme Trading', 'Orient Shipping'] })],
      kyc,
    );
    expect(hits).toMatchObject([{ similarity: 1, matchedName: 'Acme Trading', basis: 'SAME_NAME' }]);
  });

  it('needs one of several identifiers, and one of several countries, to be shared', () => {
    const identifiers = [
      { type: 'PASSPORT', value: 'P1' },
      { type: 'PASSPORT', value: 'P2' },
    ];
    const listed = entry({ names: ['Orient Shipping'], identifiers: identifiers.slice(1) });
    const { hits } = screen(party({ names: ['Acme'], identifiers }), [listed], kyc);
    expect(hits).toMatchObject([{ basis: 'IDENTIFIER' }]);
    const elsewhere = screen(
      party({ names: ['Acme Trading'], countries: ['CN', 'SG'] }),
      [entry({ names: ['Acme Trading'], countries: ['SG'] })],
      kyc,
    );
    expect(elsewhere.hits).toMatchObject([{ similarity: 1 }]);
  });

  it('reviews and blocks from the thresholds on', () => {
    const at = (reviewFrom: `${number}`, blockFrom: `${number}`) =>
      screen(party({ names: ['Acme Trading'] }), [entry({ names: ['Acne Trading'] })], {
        ...kyc,
        screening: { ...kyc.screening, reviewFrom, blockFrom },
      }).outcome;
    expect([at('0.9', '0.9515'), at('0.9515', '0.99'), at('0.9516', '0.99')]).toEqual([
      'BLOCK',
      'REVIEW',
      'CLEAR',
    ]);
  });
});

test('several parties are as clear as the least clear of them', () => {
  expect(worstOutcome(['CLEAR', 'BLOCK', 'REVIEW'])).toBe('BLOCK');
  expect(worstOutcome(['REVIEW', 'CLEAR'])).toBe('REVIEW');
  expect(worstOutcome(['CLEAR', 'CLEAR'])).toBe('CLEAR');
  expect(worstOutcome([])).toBe('CLEAR');
});
