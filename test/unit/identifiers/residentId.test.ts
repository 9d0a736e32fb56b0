import { isoDate } from '../../../domain/calendar/isoDate';
import { PROVINCES } from '../../../domain/identifiers/data/provinces';
import {
  ageOn,
  maskResidentId,
  parseResidentId,
  residentIdCheckCharacter,
} from '../../../domain/identifiers/residentId';

const today = isoDate('2026-11-23');

function completed(first17: string): string {
  return first17 + residentIdCheckCharacter(first17);
}

describe('parseResidentId', () => {
  it('tells what a number says', () => {
    expect(parseResidentId(' 110105-19491231-002x ', today)).toEqual({
      ok: true,
      value: {
        residentId: '11010519491231002X',
        birthDate: '1949-12-31',
        gender: 'F',
        provinceCode: '11',
      },
    });
    expect(parseResidentId('360426199101010071', today)).toMatchObject({ value: { gender: 'M' } });
  });

  it.each([
    ['', 'LENGTH'],
    ['520102840428275', 'LENGTH'],
    ['1101051949123100', 'LENGTH'],
    ['11010519491231002XX', 'LENGTH'],
    ['1101051949123100X2', 'CHARSET'],
    ['A10105194912310021', 'CHARSET'],
    ['11010519491231002Y', 'CHARSET'],
    [completed('16010519491231002'), 'PROVINCE'],
    [completed('00010519491231002'), 'PROVINCE'],
    [completed('11010519490230002'), 'BIRTHDATE'],
    [completed('11010519491331002'), 'BIRTHDATE'],
    [completed('11010519000229002'), 'BIRTHDATE'],
    [completed('11010518991231002'), 'BIRTHDATE_RANGE'],
    [completed('11010520261124002'), 'BIRTHDATE_RANGE'],
    ['110105194912310021', 'CHECK_CHAR'],
    // The most basic reason first.
    ['160105189913310021', 'PROVINCE'],
    ['110105189913310021', 'BIRTHDATE'],
    ['110105189912310021', 'BIRTHDATE_RANGE'],
  ])('refuses %s as %s', (number, reason) => {
    expect(parseResidentId(number, today, 'legalPerson.residentId')).toEqual({
      ok: false,
      refusal: { code: reason, field: 'legalPerson.residentId' },
    });
  });

  it.each(['19000101', '20261123'])('takes birthdays to the end of the range: %s', (birthday) => {
    expect(parseResidentId(completed(`110105${birthday}002`), today).ok).toBe(true);
  });

  it('takes every province', () => {
    for (const code of Object.keys(PROVINCES)) {
      expect(parseResidentId(completed(`${code}010519491231002`), today).ok).toBe(true);
    }
    expect(Object.keys(PROVINCES)).toHaveLength(35);
  });
});

describe('ageOn', () => {
  it.each([
    ['2008-11-23', '2026-11-22', 17],
    ['2008-11-23', '2026-11-23', 18],
    ['2008-11-23', '2026-12-01', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
  ])('born %s is on %s %i', (birth, date, expected) => {
    expect(ageOn(isoDate(birth), isoDate(date))).toBe(expected);
  });
});

describe('maskResidentId', () => {
  it('leaves three and four', () => {
    expect(maskResidentId('11010519491231002X')).toBe('110***********002X');
    expect(maskResidentId('1234567')).toBe('*******');
    expect(maskResidentId('12345678')).toBe('123*5678');
  });
});
