import { type IsoDate, parseIsoDate } from '../../../domain/calendar/isoDate';
import { normaliseIdentifier } from '../../../domain/identifiers/normalise';
import { parseResidentId } from '../../../domain/identifiers/residentId';
import {
  compare,
  type Difference,
  inWordsOf,
  type OracleAdapter,
  type OracleFile,
  type Wordings,
} from '../adapter';

interface ResidentIdCase {
  readonly input: string;
  readonly normalized: string;
  readonly valid: boolean;
  readonly reason?: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly province?: string;
  readonly note?: string;
}

/** The day that the oracle was made for, in its `meta`. */
function asOf(file: OracleFile): IsoDate {
  const meta = file.meta as { readonly asOf?: string } | undefined;
  const date = parseIsoDate(meta?.asOf ?? '2026-11-23');
  if (!date.ok) throw new Error('meta.asOf is not a date');
  return date.value;
}

/** No case that we have seen is refused for a sign that may not be there; the file of 统一社会信用代码 says CHARSET. */
const REASON_WORDINGS: Wordings = { CHARSET: /^(CHARSET|FORMAT|PATTERN|NOT_DIGITS)$/ };

function checkResidentId(
  { note: _note, ...wanted }: ResidentIdCase,
  file: OracleFile,
): readonly Difference[] {
  const reading = parseResidentId(wanted.input, asOf(file));
  return compare(wanted.input, wanted, {
    input: wanted.input,
    normalized: normaliseIdentifier(wanted.input),
    valid: reading.ok,
    ...(reading.ok
      ? { ...reading.value, province: reading.value.provinceCode }
      : { reason: inWordsOf([wanted.reason ?? ''], [reading.refusal.code], REASON_WORDINGS)[0] }),
  });
}

export const adapter: OracleAdapter = {
  file: 'ric.json',
  blocks: { valid: checkResidentId, invalid: checkResidentId },
};
