import {
  addWorkdays,
  businessCalendarOf,
  calendarCoverage,
  type HolidayYear,
  isWorkday,
  shiftToWorkday,
} from '../../../domain/calendar/businessCalendar';
import { isoDate } from '../../../domain/calendar/isoDate';
import {
  missingCalendarYears,
  PUBLISHED_VERSION,
  PUBLISHED_YEARS,
  publishedCalendar,
} from '../../../domain/calendar/published';

const calendar = publishedCalendar();
const date = isoDate;

describe('the published calendar', () => {
  it('names its data and the years it knows', () => {
    expect(calendar.version).toBe(PUBLISHED_VERSION);
    expect(calendar.yearsLoaded).toEqual([2024, 2025, 2026]);
    expect(calendar.exceptions['2026-02-17']).toEqual({ isWorkday: false, reason: '春节' });
    expect(calendar.exceptions['2026-02-28']).toEqual({ isWorkday: true, reason: '春节' });
  });

  it.each(PUBLISHED_YEARS.map((year) => [year.year, year] as const))(
    '%i: holidays and make-up days lie in their year, and make-up days on weekends',
    (number, year) => {
      expect(year.source).toContain(`${number}年部分节假日安排`);
      expect(Number(year.publishedOn.slice(0, 4))).toBe(number - 1);
      const empty = publishedCalendarWithout();
      for (const holiday of Object.values(year.holidays).flat())
        expect(holiday.slice(0, 4)).toBe(String(number));
      for (const worked of Object.values(year.makeUpWorkdays).flat()) {
        expect(isWorkday(date(worked), empty)).toBe(false);
        expect(isWorkday(date(worked), calendar)).toBe(true);
      }
    },
  );

  function publishedCalendarWithout() {
    return businessCalendarOf('empty', []);
  }

  it('survives JSON, as workflows send it', () => {
    expect(JSON.parse(JSON.stringify(calendar))).toEqual(calendar);
  });
});

describe('isWorkday', () => {
  it.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
    ['2026-10-01', false],
    ['2026-02-14', true],
    ['2030-01-01', true],
    ['2030-01-05', false],
  ])('%s: %p', (day, expected) => {
    expect(isWorkday(date(day), calendar)).toBe(expected);
  });

  it('lets an override win over what is published', () => {
    const changed = publishedCalendar([
      { date: date('2026-10-01'), isWorkday: true, reason: 'test' },
      { date: date('2026-11-23'), isWorkday: false, reason: 'typhoon' },
    ]);
    expect(isWorkday(date('2026-10-01'), changed)).toBe(true);
    expect(isWorkday(date('2026-11-23'), changed)).toBe(false);
    expect(changed.exceptions['2026-11-23']?.reason).toBe('typhoon');
    expect(isWorkday(date('2026-10-02'), changed)).toBe(false);
  });

  it('refuses data with a date that does not exist', () => {
    const broken: HolidayYear = {
      year: 2027,
      source: 's',
      publishedOn: '2026-11-01',
      holidays: { 元旦: ['2027-02-30'] },
      makeUpWorkdays: {},
    };
    expect(() => businessCalendarOf('v', [broken])).toThrow('not a date: 2027-02-30');
  });

  it('sorts the years it is made of', () => {
    const year = (number: number): HolidayYear => ({
      year: number,
      source: 's',
      publishedOn: 'p',
      holidays: {},
      makeUpWorkdays: {},
    });
    expect(businessCalendarOf('v', [year(2026), year(2009), year(2025)]).yearsLoaded).toEqual([
      2009, 2025, 2026,
    ]);
  });
});

describe('shiftToWorkday', () => {
  it.each([
    ['2026-01-01', '2026-01-04', '2026-01-04', '2025-12-31'],
    ['2026-02-15', '2026-02-24', '2026-02-24', '2026-02-14'],
    // Saturday at the end of a month: following would leave it.
    ['2026-01-31', '2026-02-02', '2026-01-30', '2026-01-30'],
    ['2026-11-23', '2026-11-23', '2026-11-23', '2026-11-23'],
  ])('%s', (day, following, modified, preceding) => {
    expect(shiftToWorkday(date(day), 'FOLLOWING', calendar)).toBe(following);
    expect(shiftToWorkday(date(day), 'MODIFIED_FOLLOWING', calendar)).toBe(modified);
    expect(shiftToWorkday(date(day), 'PRECEDING', calendar)).toBe(preceding);
  });

  it('goes as far as a month of days off, and no further', () => {
    const daysOff = (count: number) =>
      businessCalendarOf(
        'v',
        [],
        Array.from({ length: count }, (_, index) => ({
          date: date(`2026-03-${String(index + 1).padStart(2, '0')}`),
          isWorkday: false,
          reason: 'test',
        })),
      );
    expect(shiftToWorkday(date('2026-03-01'), 'FOLLOWING', daysOff(31))).toBe('2026-04-01');
    const april = { date: date('2026-04-01'), isWorkday: false, reason: 'test' };
    const tooLong = { ...daysOff(31), exceptions: { ...daysOff(31).exceptions, [april.date]: april } };
    expect(() => shiftToWorkday(date('2026-03-01'), 'FOLLOWING', tooLong)).toThrow(
      'no workday within 31 days of 2026-03-01',
    );
  });
});

describe('coverage', () => {
  it('lists the years that a range needs and the calendar lacks', () => {
    expect(calendarCoverage(date('2024-01-01'), date('2026-12-31'), calendar)).toEqual({
      isProvisional: false,
      missingYears: [],
    });
    expect(calendarCoverage(date('2026-12-31'), date('2028-01-01'), calendar)).toEqual({
      isProvisional: true,
      missingYears: [2027, 2028],
    });
    expect(calendarCoverage(date('2023-06-01'), date('2024-06-01'), calendar).missingYears).toEqual([2023]);
  });

  it.each([
    ['2026-11-16', []],
    ['2026-11-17', [2027]],
    ['2027-12-31', [2027, 2028]],
  ] as const)('on %s the coming days lack %j', (today, years) => {
    expect(missingCalendarYears(date(today))).toEqual(years);
  });
});

describe('counting workdays', () => {
  it('adds workdays', () => {
    expect(addWorkdays(date('2026-11-20'), 0, calendar)).toBe('2026-11-20');
    expect(addWorkdays(date('2026-11-20'), 1, calendar)).toBe('2026-11-23');
    expect(addWorkdays(date('2026-09-30'), 2, calendar)).toBe('2026-10-09');
    expect(addWorkdays(date('2026-09-30'), 3, calendar)).toBe('2026-10-10');
  });
});
