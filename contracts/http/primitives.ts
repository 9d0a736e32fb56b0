import { z } from 'zod';
import { DECISION_REASON_CODES } from '../../domain/approval/decisionReasons';
import { ROLES } from '../../domain/approval/roles';
import { TASK_KINDS } from '../../domain/approval/tasks';
import { MAX_FEN } from '../../domain/money/fen';
import { CASE_TYPES } from '../tasks';
import { keysOf, LOCALES } from '../texts/texts';
import { TURNS } from '../workflows/shared';

/**
 * What no person can see in a line: control and format characters (they turn text round or hide in it), line
 * separators, blank letters of Korean; and lone surrogates, which PostgreSQL refuses. A name made of them
 * would look like none, or like another's.
 */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
const UNKEEPABLE = /[\p{Cc}\p{Cs}]/u;
const UNREADABLE_IN_PROSE = /[^\P{Cc}\n\r\t]|[\p{Bidi_Control}\p{Cs}]/u;

const oneLine = (most: number, unwanted: RegExp) =>
  z
    .string()
    .max(most * 4)
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !unwanted.test(text), { params: { code: 'UNREADABLE_CHARACTERS' } });

/** One line of text, trimmed, 1 to `most` characters. */
export const line = (most: number) => oneLine(most, UNREADABLE);

/** An identifier as people paste it: its own rule takes out blanks that nobody sees. */
export const identifier = (most: number) => oneLine(most, UNKEEPABLE);

/** Several lines of text, at most `most` characters. */
export const prose = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !UNREADABLE_IN_PROSE.test(text), { params: { code: 'UNREADABLE_CHARACTERS' } });

/** A UUID in lower case. */
export const id = z.uuid().transform((value) => value.toLowerCase());

/** An id in an answer. */
export const idOut = z.uuid();

/** Money in integer fen, from 0. */
export const fenAmount = z.int().min(0).max(MAX_FEN).meta({ description: 'Integer fen (1/100 RMB)' });

/** Money in integer fen, from 1. */
export const positiveFen = z.int().min(1).max(MAX_FEN).meta({ description: 'Integer fen (1/100 RMB)' });

/** Money that may be negative (an equity, a loss, a difference). */
export const signedFen = z.int().min(-MAX_FEN).max(MAX_FEN).meta({ description: 'Integer fen (1/100 RMB)' });

/** A yearly rate as a decimal text, `0.0435` for 4.35 %. */
export const rateText = z.string().meta({ description: 'Rate as a decimal text: 0.0435 is 4.35 %' });

/** A calendar day of the years that the platform knows. */
export const day = z.iso
  .date()
  .refine((date) => date >= '2000-01-01' && date <= '2199-12-31', { params: { code: 'DATE_OUT_OF_RANGE' } })
  .meta({ description: 'YYYY-MM-DD' });

/** A month of the books. */
export const month = z
  .string()
  .regex(/^2[01]\d\d-(0[1-9]|1[0-2])$/)
  .meta({ description: 'YYYY-MM' });

/** A calendar day in an answer. */
export const dayOut = z.iso.date();

/** An instant, ISO 8601 with its offset. */
export const instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'Instant, ISO 8601 with offset' });

/** An instant in an answer, ISO 8601. */
export const instantOut = z.string().meta({ description: 'Instant, ISO 8601', format: 'date-time' });

/**
 * An instant that the database's own clock wrote beside a row. People read it by the business clock, as the edge of the
 * API tells it (`api/kernel/routing/recorded.ts`): operations answer with what is in the row.
 */
export const recordedOut = z
  .string()
  .meta({ description: 'Instant by the business clock, ISO 8601', format: 'date-time' });

/** A UUID, a date or a number in a URL arrives as text. */
export const fromText = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(otherwise);

/** A number that stays in the words of a URL, as something that is kept does. */
export const digits = (most: number) => z.string().regex(new RegExp(`^\\d{1,${most}}$`));

/** Where a list goes on. */
export const placeIn = (places: RegExp) =>
  z.string().regex(places).meta({ description: '`next` of the page before; the first page without it' });

/** Paging of every list. */
/** Points of an enterprise, as somebody sets them against a price. */
export const points = z.int().min(0).max(1_000_000_000);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const paging = {
  after: placeIn(/^\d{1,14}(\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/).optional(),
  pageSize: fromText(1, 200, 50).meta({ description: 'Rows a page, at most 200' }),
};

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'What to ask for as `after`; null on the last page' }),
  });

/** An object with a field of one kind for each name. */
export const fieldsOf = <const Name extends string, Value extends z.ZodType>(
  names: readonly Name[],
  value: Value,
) => z.strictObject(Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>);

/** A text in both languages. */
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

/** Why something was refused, with a sentence in the reader's language. */
export const decisionReason = z.enum(DECISION_REASON_CODES).meta({ id: 'DecisionReason' });

export const refusalView = z.strictObject({
  code: z.enum([...keysOf('reasons'), ...keysOf('refusals')]).meta({ id: 'WhyRefused' }),
  reason: z.string(),
  reasonCode: decisionReason
    .nullable()
    .meta({ description: 'The number of the reason, where a person refused it' }),
});

/** Somebody, as others may know them. */
export const personView = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'Person' });

export const role = z.enum(ROLES).meta({ id: 'Role' });
export const localeName = z.enum(LOCALES).meta({ id: 'Locale' });
export const caseType = z.enum(CASE_TYPES).meta({ id: 'CaseType' });
export const taskKind = z.enum(TASK_KINDS).meta({ id: 'TaskKind' });
export const turn = z.enum(TURNS).meta({ id: 'Turn', description: 'Whose turn it is' });

/** The task that a case waits for. */
export const openTaskView = z
  .strictObject({ id: idOut, kind: taskKind, role, dueAt: instantOut })
  .meta({ id: 'OpenTask' });

/** Money, and the day from which it counts. */
export const datedMoney = z.strictObject({ amountFen: fenAmount, on: dayOut });
