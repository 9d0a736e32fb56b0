import type { z } from 'zod';
import { isRefusalCode, type KnownRefusal, type RefusalCode } from '../../../contracts/refusals';
import { invalid, notFound } from '../problems/apiProblem';

/** Most wrong fields that are named in one answer. */
const MOST_ERRORS = 50;
const LONGEST_PATH = 120;

/**
 * Reads a part of a request by its schema.
 * @throws ApiProblem 422 naming every wrong field
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const refusals = parsed.error.issues.flatMap(refusalsOf);
  const distinct = new Map(refusals.map((refusal) => [`${refusal.field} ${refusal.code}`, refusal]));
  throw invalid([...distinct.values()].slice(0, MOST_ERRORS));
}

/**
 * Reads the parameters of a path. An id that can't be one names nothing.
 * @throws ApiProblem 404
 */
export function parsePath<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

type Issue = z.core.$ZodIssue;

function refusalsOf(issue: Issue): KnownRefusal[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ code: 'UNKNOWN_FIELD', field: fieldName([...path, key]) }));
  }
  return [{ ...wordsFor(issue), field: fieldName(path) }];
}

const fieldName = (path: readonly string[]): string => path.join('.').slice(0, LONGEST_PATH);

function wordsFor(issue: Issue): Omit<KnownRefusal, 'field'> {
  switch (issue.code) {
    case 'invalid_type':
      return { code: issue.input === undefined ? 'MISSING' : wrongType(issue.expected) };
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_value':
      return { code: 'UNKNOWN_VALUE' };
    case 'invalid_format':
      return { code: FORMAT_CODES[issue.format] ?? 'WRONG_FORMAT' };
    case 'invalid_key':
      return { code: 'UNKNOWN_FIELD' };
    case 'custom':
      return { code: codeOf(issue.params?.code) };
    default:
      return { code: 'WRONG_VALUE' };
  }
}

/** The code that a schema of ours gives its own check. */
function codeOf(code: unknown): RefusalCode {
  return typeof code === 'string' && isRefusalCode(code) ? code : 'WRONG_VALUE';
}

const FORMAT_CODES: Readonly<Record<string, RefusalCode>> = {
  uuid: 'NOT_AN_ID',
  date: 'NOT_A_DATE',
  regex: 'WRONG_FORMAT',
};

function wrongType(expected: string): RefusalCode {
  if (expected === 'int') return 'NOT_INTEGER';
  return expected === 'number' ? 'NOT_A_NUMBER' : 'WRONG_TYPE';
}

function tooBig(issue: z.core.$ZodIssueTooBig): Omit<KnownRefusal, 'field'> {
  const code = issue.origin === 'string' ? 'TOO_LONG' : issue.origin === 'array' ? 'TOO_MANY' : 'TOO_LARGE';
  return { code, detail: { maximum: Number(issue.maximum) } };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): Omit<KnownRefusal, 'field'> {
  if (issue.origin === 'string') return { code: 'MISSING' };
  const minimum = Number(issue.minimum);
  const isNegative = typeof issue.input === 'number' && issue.input < 0 && minimum >= 0;
  return { code: isNegative ? 'NEGATIVE' : 'TOO_SMALL', detail: { minimum } };
}
