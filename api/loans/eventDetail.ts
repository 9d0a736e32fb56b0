import { type Locale, type TextValues, textOf } from '../../contracts/texts/texts';
import type { LoanEvent } from '../../domain/loan/events';
import { takenBackBy } from '../../domain/loan/owed';
import type { Rate } from '../../domain/money/rate';
import { Exact } from '../../domain/parameters/decimal';

/**
 * What an event of the statement did to the contract, in words; empty where its name says it all.
 * @param all events of the loan, named as the reader is told them
 */
export function eventDetail(event: LoanEvent, all: readonly LoanEvent[], locale: Locale): string {
  const say = (key: Parameters<typeof textOf<'eventDetails'>>[2], values: TextValues) =>
    textOf(locale, 'eventDetails', key, values);
  switch (event.kind) {
    case 'EXTENDED':
      return say(event.annualRate === undefined ? 'EXTENDED' : 'EXTENDED_AT_RATE', {
        months: event.extraMonths,
        rate: percent(event.annualRate),
      });
    case 'RESCHEDULED':
      return say(event.annualRate === undefined ? 'RESCHEDULED' : 'RESCHEDULED_AT_RATE', {
        months: event.termMonths,
        rate: percent(event.annualRate),
      });
    case 'RATE_CHANGED': {
      const { annualRate, lookedUp } = event;
      return lookedUp === undefined
        ? say('RATE_AGREED', { rate: percent(annualRate) })
        : say('RATE_LOOKED_UP', {
            rate: percent(annualRate),
            lpr: percent(lookedUp.lpr),
            publishedOn: lookedUp.publishedOn,
          });
    }
    case 'WAIVED':
      return say(`WAIVED_${event.component}`, { instalment: event.instalment });
    case 'REVERSED': {
      const taken = takenBackBy(event, all);
      if (taken === undefined) return '';
      const told = { what: textOf(locale, 'events', taken.kind), on: taken.effectiveDate };
      const claimedFen = Object.values(event.claims ?? {}).reduce((sum, fen) => sum + fen, 0);
      return claimedFen === 0
        ? say('REVERSED', told)
        : say('REVERSED_CLAIMED', { ...told, amountFen: claimedFen });
    }
    default:
      return '';
  }
}

/** A fraction in percent: `6.32%`. */
function percent(rate: Rate | undefined): string {
  return rate === undefined ? '' : `${new Exact(rate).times(100).toDecimalPlaces(4)}%`;
}
