import { businessCalendarOf } from '../../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import type { Threshold, WarningLevel } from '../../../domain/parameters/postLoan';
import { earlyWarning, type Reading } from '../../../domain/postLoan/earlyWarning';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface WarningCase {
  readonly id: string;
  readonly input: {
    readonly on: IsoDate;
    readonly thresholds: readonly Threshold<string>[];
    readonly values: Readonly<Record<string, Reading>>;
    readonly open: Readonly<Record<string, WarningLevel>>;
    readonly calendar: { readonly holidays: readonly IsoDate[]; readonly makeupWorkdays: readonly IsoDate[] };
  };
  readonly expect: unknown;
}

const { answerWorkdays } = parametersAt(PARAMETERS_BEGIN).postLoan;

function checkWarnings({ id, input, expect }: WarningCase): readonly Difference[] {
  const { on, thresholds, values, open } = input;
  const day = (isWorkday: boolean) => (date: IsoDate) => ({ date, isWorkday, reason: 'oracle' });
  const { holidays, makeupWorkdays } = input.calendar;
  const calendar = businessCalendarOf(
    'oracle',
    [],
    [...holidays.map(day(false)), ...makeupWorkdays.map(day(true))],
  );
  const found = earlyWarning(
    { on, readings: values, standing: open },
    { thresholds, answerWorkdays },
    calendar,
  );
  const { signals, overall, raised: tasks, cleared: closes } = found;
  return compare(id, expect, { signals, overall, tasks, closes });
}

export const adapter: OracleAdapter = {
  file: 'insight.json',
  blocks: { earlyWarning: checkWarnings },
  // Rules of a later issue.
  withoutCases: ['vintage', 'rollRate', 'par', 'concentration', 'ecl', 'forecast'],
};
