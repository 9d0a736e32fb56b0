import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { INDICATORS, type Indicator, type WarningLevel } from '../../../domain/parameters/postLoan';
import { earlyWarning } from '../../../domain/postLoan/earlyWarning';
import { FACT_OF } from '../../../domain/postLoan/factOf';
import { areFindings } from '../../../domain/postLoan/findings';
import { type BorrowerFacts, type Readings, readingsOf } from '../../../domain/postLoan/readings';
import { statements } from '../scoring/examples';

const on = isoDate('2026-04-28');
const { postLoan } = parametersAt(PARAMETERS_BEGIN);
const calendar = publishedCalendar();

const facts: BorrowerFacts = {
  on,
  credit: { daysPastDue: 0, enquiries6m: 1, litigation: 'NONE', taxRating: 'A' },
  registered: { isInBusiness: true, name: 'A', legalPerson: 'B' },
  onFile: { name: 'A', legalPerson: 'B' },
  taxRatingThen: 'A',
  statements: null,
  exposureFen: fen(7),
  netAssetsFen: fen(100),
};
const look = (
  readings: Readings,
  standing: Partial<Record<Indicator, WarningLevel>> = {},
  day: typeof on = on,
) => earlyWarning({ on: day, readings, standing }, postLoan, calendar);
const raisedBy = (more: Partial<BorrowerFacts>) =>
  look(readingsOf({ ...facts, ...more })).raised.map(({ code, level }) => `${code} ${level}`);

test('each indicator has one threshold, and the house warns of nothing that is in order', () => {
  expect(postLoan.thresholds.map(({ code }) => code).toSorted()).toEqual([...INDICATORS].toSorted());
  expect(raisedBy({})).toEqual([]);
});

test('what has changed since the loan was granted warns, each with its own level', () => {
  const { credit = facts.credit } = facts;
  if (credit === undefined) throw new Error('the example has a report');
  expect(raisedBy({ credit: { ...credit, daysPastDue: 1 } })).toEqual(['DPD_ELSEWHERE YELLOW']);
  expect(raisedBy({ credit: { ...credit, daysPastDue: 31 } })).toEqual(['DPD_ELSEWHERE RED']);
  expect(raisedBy({ credit: { ...credit, taxRating: 'C' } })).toEqual(['TAX_DOWNGRADE YELLOW']);
  expect(raisedBy({ credit: { ...credit, taxRating: null } })).toEqual([]);
  expect(raisedBy({ credit: { ...credit, litigation: 'OPEN' } })).toEqual(['OPEN_LITIGATION YELLOW']);
  expect(raisedBy({ credit: { ...credit, litigation: 'DISHONEST_JUDGMENT_DEBTOR' } })).toEqual([
    'DISHONEST_DEBTOR RED',
  ]);
  expect(raisedBy({ registered: null })).toEqual(['REGISTRY_ABNORMAL RED']);
  expect(raisedBy({ registered: { isInBusiness: true, name: 'A', legalPerson: 'C' } })).toEqual([
    'REGISTRY_CHANGED YELLOW',
  ]);
  expect(raisedBy({ exposureFen: fen(11) })).toEqual(['CONCENTRATION RED']);
});

test('ratios of statements warn by the day of the statements, and not once they are too old', () => {
  const handedIn = statements();
  const { current } = handedIn;
  const indebted = { ...handedIn, current: { ...current, totalLiabilitiesFen: current.totalAssetsFen } };
  const ofDay = (asOf: string) =>
    look(readingsOf({ ...facts, statements: { figures: indebted, asOf: isoDate(asOf) } }));
  expect(ofDay('2026-04-01').raised).toContainEqual(
    expect.objectContaining({ code: 'DEBT_RATIO', level: 'RED' }),
  );
  const old = ofDay('2025-01-01');
  expect(old.raised).toEqual([]);
  expect(old.signals).toContainEqual({ code: 'DEBT_RATIO', colour: 'STALE' });
});

test('what stands is raised again only when it is worse, and anew once it was good again', () => {
  const { raised } = look({ DPD_ELSEWHERE: { value: '5', asOf: on } });
  expect(raised).toEqual([{ code: 'DPD_ELSEWHERE', level: 'YELLOW', dueOn: '2026-05-14' }]);
  const again = (value: string, level: WarningLevel) =>
    look({ DPD_ELSEWHERE: { value, asOf: on } }, { DPD_ELSEWHERE: level });
  expect(again('5', 'YELLOW')).toMatchObject({ raised: [], cleared: [] });
  expect(again('31', 'YELLOW').raised).toEqual([
    { code: 'DPD_ELSEWHERE', level: 'RED', dueOn: '2026-05-06' },
  ]);
  expect(again('5', 'RED')).toMatchObject({ raised: [], cleared: [] });
  expect(again('0', 'RED').cleared).toEqual(['DPD_ELSEWHERE']);
  expect(look({}, { DPD_ELSEWHERE: 'RED' }).cleared).toEqual([]);
});

test('a warning that says nothing of the ability to pay bounds no class', () => {
  const silent = INDICATORS.filter((indicator) => FACT_OF[indicator] === null);
  expect(silent).toEqual(['ENQUIRIES_6M', 'REGISTRY_CHANGED', 'CONCENTRATION']);
});

test('a check says one word of each row', () => {
  const found = { visit: 'ON_SITE', statements: 'RECEIVED', useOfFunds: 'AS_AGREED', business: 'NORMAL' };
  expect(areFindings(found)).toBe(true);
  expect(areFindings({ ...found, useOfFunds: 'SOMEHOW' })).toBe(false);
  expect(areFindings({ visit: 'ON_SITE' })).toBe(false);
  expect(areFindings(null)).toBe(false);
});
