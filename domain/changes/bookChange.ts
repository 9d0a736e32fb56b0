import { addDays, type IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import { bringBooksTo, sumLines } from '../loan/books';
import type { LoanEventBody } from '../loan/events';
import {
  isOverdue,
  unpaidEarnedInterest,
  unpaidFee,
  unpaidInterest,
  unpaidOf,
  unpaidPrincipal,
} from '../loan/lines';
import type { LoanPosition } from '../loan/position';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import type { ChangeParameters } from '../parameters/changes';
import { accept, type Result, refuse } from '../result';
import { monthsPerInstalment } from '../schedule/periods';
import type { RepaymentMethod, ScheduleTerms } from '../schedule/types';
import { type AllowedExtension, allowedExtension, type ExtensionLimitRefusal } from './extensionLimit';
import { type WaivableLine, type WaiverLine, type WaiverRefusal, waivedParts } from './waive';

/** A change of what is owed, as it is asked for. Each counts from one day, whenever it is approved. */
export type BookChange = { readonly on: IsoDate } & (
  | {
      readonly kind: 'EXTEND';
      readonly months: number;
      readonly annualRate?: Rate | undefined;
      /** Somebody guarantees it or gave a pledge, and has agreed in writing. */
      readonly isSecured: boolean;
      readonly hasSecurityConsent: boolean;
    }
  | {
      readonly kind: 'RESCHEDULE';
      /** Months from the day to the new maturity. */
      readonly termMonths: number;
      readonly annualRate?: Rate | undefined;
      readonly method?: RepaymentMethod | undefined;
      readonly firstDueDate?: IsoDate | undefined;
    }
  | { readonly kind: 'REPRICE'; readonly annualRate: Rate }
  | { readonly kind: 'WAIVE'; readonly waive: readonly WaiverLine[] }
  | { readonly kind: 'ACCELERATE' }
  | {
      readonly kind: 'WRITE_OFF';
      /** Ids of papers that were put to a case of the loan; at least one. */
      readonly evidence: readonly string[];
      /** Changes that the same papers prove too, which were known when it was asked for. */
      readonly alsoProves?: readonly string[];
    }
);

export type BookChangeKind = BookChange['kind'];
type ChangeOf<Kind extends BookChangeKind> = Extract<BookChange, { kind: Kind }>;

/** What a change is made of. */
export interface BookedAs {
  readonly events: readonly LoanEventBody[];
  /** Who must approve goes by it: principal outstanding where the contract changes, else what is given up. */
  readonly amountFen: number;
  /** What the law says of it, where it is an extension. */
  readonly extension: AllowedExtension | null;
}

export type BookChangeRefusal = 'FIRST_DUE_TOO_LATE' | ExtensionLimitRefusal | WaiverRefusal;

type Booking<Kind extends BookChangeKind> = (
  change: ChangeOf<Kind>,
  position: LoanPosition,
  parameters: ChangeParameters,
) => Result<BookedAs, BookChangeRefusal>;

/** How each kind is booked: a new kind is one entry. */
const BOOKINGS: { readonly [Kind in BookChangeKind]: Booking<Kind> } = {
  EXTEND: (change, position, { extension: limits }) => {
    const { on, months, annualRate, isSecured, hasSecurityConsent } = change;
    const overdue = position.lines.filter((line) => isOverdue(line, on));
    const allowed = allowedExtension(
      {
        ...originalTermOf(position),
        ...{ months, isSecured, hasSecurityConsent },
        extendedSoFarMonths: position.extendedMonths,
        appliedOn: on,
        overdueFen: sumLines(overdue, (line) => fen(unpaidPrincipal(line) + unpaidInterest(line))),
      },
      limits,
    );
    if (!allowed.ok) return allowed;
    return accept({
      events: [{ kind: 'EXTENDED', extraMonths: months, ...given({ annualRate }) }],
      amountFen: outstandingFen(position),
      extension: allowed.value,
    });
  },
  RESCHEDULE: ({ on, kind: _kind, termMonths, ...terms }, position) => {
    const latest = latestFirstDue(on, { ...position.scheduleTerms, termMonths, ...given(terms) });
    if (terms.firstDueDate !== undefined && terms.firstDueDate > latest) {
      return refuse('FIRST_DUE_TOO_LATE', 'firstDueDate', { latestDate: latest });
    }
    return accept({
      events: [{ kind: 'RESCHEDULED', termMonths, ...given(terms) }],
      amountFen: outstandingFen(position),
      extension: null,
    });
  },
  REPRICE: ({ annualRate }, position) =>
    accept({
      events: [{ kind: 'RATE_CHANGED', annualRate }],
      amountFen: outstandingFen(position),
      extension: null,
    }),
  ACCELERATE: (_change, position) =>
    accept({ events: [{ kind: 'ACCELERATED' }], amountFen: outstandingFen(position), extension: null }),
  WRITE_OFF: (_change, position) =>
    accept({ events: [{ kind: 'WRITTEN_OFF' }], amountFen: outstandingFen(position), extension: null }),
  WAIVE: ({ on, waive }, position) => {
    const parts = waivedParts(waive, waivableLines(position, on));
    if (!parts.ok) return parts;
    return accept({
      events: parts.value.map(({ component, ...part }) => ({
        kind: 'WAIVED',
        component: component === 'interestNotDue' ? 'interest' : component,
        ...part,
      })),
      amountFen: waive.reduce((sum, { amountFen }) => sum + amountFen, 0),
      extension: null,
    });
  },
};

/**
 * The events that a change makes of a loan. Whether the books take them is for `appendLoanEvent` to say.
 * @param position the loan on the day from which the change counts
 */
export function bookedAs(
  change: BookChange,
  position: LoanPosition,
  parameters: ChangeParameters,
): Result<BookedAs, BookChangeRefusal> {
  const booking = BOOKINGS[change.kind] as Booking<BookChangeKind>;
  return booking(change, bringBooksTo(position, change.on).position, parameters);
}

/**
 * A first period may have odd days before the usual day of the month, as a loan's own first one has. A month more, and
 * all that follows would fall due a month later too: the loan would run for longer than its term says.
 */
function latestFirstDue(on: IsoDate, terms: ScheduleTerms): IsoDate {
  return addDays(addMonths(on, monthsPerInstalment(terms) + 1), -1);
}

/** A loan that was agreed anew begins with that. */
function originalTermOf({ terms, scheduleTerms, history }: LoanPosition) {
  const { startDate, termMonths } = history.observation === null ? terms : scheduleTerms;
  return { startDate, termMonths };
}

function outstandingFen({ lines }: LoanPosition): Fen {
  return sumLines(lines, unpaidPrincipal);
}

/** What may be given up of each instalment on a day. */
function waivableLines(position: LoanPosition, on: IsoDate): WaivableLine[] {
  return position.lines.map((line) => {
    const { number, dueDate } = line.row;
    const isDue = dueDate <= on;
    const { penaltyFen, compoundFen, interestFen } = unpaidOf(line, position, on);
    return {
      instalment: number,
      fee: unpaidFee(line),
      compound: isDue ? compoundFen : fen(0),
      penalty: isDue ? penaltyFen : fen(0),
      interest: isDue ? interestFen : fen(0),
      interestNotDue: isDue ? fen(0) : unpaidEarnedInterest(line, position, on),
    };
  });
}

/** The fields that have a value: an event is kept without the others. */
function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
}
