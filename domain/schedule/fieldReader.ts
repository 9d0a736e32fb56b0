import { type IsoDate, parseIsoDate } from '../calendar/isoDate';
import { type AmountRefusal, type Fen, parseFen } from '../money/fen';
import { MAX_RATE, parseRate, type Rate, type RateRefusal } from '../money/rate';
import { accept, type Refusal, type RefusalOf, type Result, refuse } from '../result';

/** Dates outside are slips of the keyboard. */
const EARLIEST_DATE = '1980-01-01' as IsoDate;
const LATEST_DATE = '2199-12-31' as IsoDate;

/** Why a field can't be read. */
export type FieldRefusal =
  | AmountRefusal
  | RateRefusal
  | RefusalOf<typeof parseIsoDate>
  | 'NOT_AN_OBJECT'
  | 'ZERO'
  | 'OUT_OF_RANGE'
  | 'UNKNOWN_VALUE';

/** Reads fields one by one and remembers the first refusal; what it returns after that is never used. */
export class FieldReader {
  refusal: Refusal<FieldRefusal> | undefined;

  private readonly input: Readonly<Record<string, unknown>>;

  constructor(input: unknown) {
    this.input = typeof input === 'object' && input !== null ? { ...input } : {};
    if (typeof input !== 'object' || input === null) this.refusal = refuse('NOT_AN_OBJECT').refusal;
  }

  /** Optional fields may be left out, undefined or null. */
  has(field: string): boolean {
    return this.input[field] !== undefined && this.input[field] !== null;
  }

  /** Whether a field holds exactly this word. */
  is(field: string, word: string): boolean {
    return this.input[field] === word;
  }

  /** An amount above 0. */
  positiveFen(field: string): Fen {
    const parsed = parseFen(this.input[field], field);
    return this.keep(parsed.ok && parsed.value === 0 ? refuse('ZERO', field) : parsed);
  }

  rate(field: string): Rate {
    return this.keep(parseRate(this.input[field], field, MAX_RATE));
  }

  date(field: string): IsoDate {
    const parsed = parseIsoDate(this.input[field], field);
    const isOutside = parsed.ok && (parsed.value < EARLIEST_DATE || parsed.value > LATEST_DATE);
    return this.keep(isOutside ? refuse('OUT_OF_RANGE', field) : parsed);
  }

  integer(field: string, minimum: number, maximum: number): number {
    const value = this.input[field];
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.keep(refuse('NOT_INTEGER', field));
    const isOutside = value < minimum || value > maximum;
    return this.keep(isOutside ? refuse('OUT_OF_RANGE', field, { minimum, maximum }) : accept(value));
  }

  oneOf<const Value extends string | number>(field: string, allowed: readonly Value[]): Value {
    const found = allowed.find((value) => value === this.input[field]);
    return this.keep(
      found === undefined ? refuse('UNKNOWN_VALUE', field, { allowed: allowed.join(', ') }) : accept(found),
    );
  }

  /** What was read, unless something was refused. */
  result<Value>(value: Value): Result<Value, FieldRefusal> {
    return this.refusal === undefined ? accept(value) : { ok: false, refusal: this.refusal };
  }

  private keep<Value>(parsed: Result<Value, FieldRefusal>): Value {
    if (parsed.ok) return parsed.value;
    this.refusal ??= parsed.refusal;
    return undefined as never;
  }
}
