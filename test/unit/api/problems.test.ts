import { z } from 'zod';
import { ApiProblem } from '../../../api/kernel/problems/apiProblem';
import { problemOf } from '../../../api/kernel/problems/fromError';
import { presentProblem } from '../../../api/kernel/problems/present';
import { refusedBy } from '../../../api/kernel/problems/refused';
import { parse, parsePath } from '../../../api/kernel/routing/parse';
import { applyBody, problem, registerEnterpriseBody } from '../../../contracts/http';
import { quoteChangeBody } from '../../../contracts/http/loanChanges';
import { identifier, line, prose } from '../../../contracts/http/primitives';

const at = { locale: 'en', instance: '/api/x', requestId: 'r' } as const;

function problemFrom(work: () => unknown): ApiProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('a problem document has the shape of the contract, in the language asked for', () => {
  const document = presentProblem(new ApiProblem(409, 'ALREADY_DECIDED'), at);
  expect(problem.parse(document)).toEqual(document);
  expect(document.title).toBe('In conflict with the current state');
  const chinese = presentProblem(new ApiProblem(409, 'ALREADY_DECIDED'), { ...at, locale: 'zh-CN' });
  expect(chinese.title).toBe('与当前状态冲突');
  expect(chinese.code).toBe(document.code);
});

test.each([
  ['NOT_YOUR_INSTITUTION', 404, 'NOT_FOUND'],
  ['NOT_YOUR_CASE', 404, 'NOT_FOUND'],
  ['TASK_NOT_FOUND', 404, 'NOT_FOUND'],
  ['NOT_YOUR_ROLE', 403, 'NOT_YOUR_ROLE'],
  ['SAME_PERSON_AS_REVIEWER', 409, 'SAME_PERSON_AS_REVIEWER'],
  ['CLAIMED_BY_ANOTHER', 409, 'CLAIMED_BY_ANOTHER'],
  ['MORE_THAN_OWED', 422, 'MORE_THAN_OWED'],
] as const)('the refusal %s is answered with %i %s', (code, status, answered) => {
  expect(refusedBy({ code })).toMatchObject({ status, code: answered });
});

test('every wrong field is named, with what is wrong about it', () => {
  const input = {
    productId: 'x',
    amountFen: -5,
    termMonths: 1.5,
    method: 'WHATEVER',
    purpose: '',
    statements: { current: { revenueFen: 2 ** 60, equityFen: 1 - 2 ** 53, salt: 1 } },
    extra: true,
  };
  const { status, more } = problemFrom(() => parse(applyBody, input));
  expect(status).toBe(422);
  const named = more.errors?.map(({ field, code }) => `${field} ${code}`);
  expect(named).toEqual(
    expect.arrayContaining([
      'productId NOT_AN_ID',
      'amountFen NEGATIVE',
      'termMonths NOT_INTEGER',
      'method UNKNOWN_VALUE',
      'purpose MISSING',
      // An equity may be negative, this one is only too far below zero.
      'statements.current.equityFen TOO_SMALL',
      'statements.current.salt UNKNOWN_FIELD',
      'extra UNKNOWN_FIELD',
    ]),
  );
});

test.each([
  ['en', /whole number, without a fraction/],
  ['zh-CN', /须为整数，不能带小数/],
] as const)('a fraction where a whole number is needed is told so (%s)', (locale, words) => {
  const wish = { kind: 'EXTEND', months: 1.5 };
  const document = presentProblem(
    problemFrom(() => parse(quoteChangeBody, wish)),
    { ...at, locale },
  );
  expect(document.errors).toEqual([
    { field: 'months', code: 'NOT_INTEGER', message: expect.stringMatching(words) },
  ]);
});

test.each([
  ['a NUL', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['half a surrogate pair', 'a\ud800b'],
  ['text turned round', '青禾\u202egnp.exe'],
  ['nothing to be seen', '\u200b'],
  ['blank letters only', '\u3164'],
  ['a line separator', 'a\u2028b'],
])('text with %s is refused, because no database could keep it or no person could see it', (_what, name) => {
  const parsed = registerEnterpriseBody.safeParse({ name });
  const codes = parsed.error?.issues.filter(({ path }) => path[0] === 'name');
  expect(codes).toMatchObject([{ params: { code: 'UNREADABLE_CHARACTERS' } }]);
});

test('a name keeps its rare characters, and a reason its lines, but nothing that turns it round', () => {
  const wrong = (schema: z.ZodType, text: string) => schema.safeParse(text).success === false;
  expect(wrong(line(20), '㛃𠮷-é·😀')).toBe(false);
  expect(wrong(prose(50), '第一行\n第二行\t👩‍🌾')).toBe(false);
  expect(wrong(prose(50), '同意\u202e絕拒')).toBe(true);
  expect(wrong(identifier(40), '91330106\u200bMA2KJ1XX0R\ufeff')).toBe(false);
});

test('an id in a path that is none names nothing', () => {
  expect(problemFrom(() => parsePath(z.strictObject({ id: z.uuid() }), { id: "1'--" })).status).toBe(404);
});

test.each([
  [{ type: 'entity.parse.failed', status: 400 }, 400, 'MALFORMED_JSON'],
  [{ type: 'entity.too.large', status: 413 }, 413, 'TOO_LARGE_A_REQUEST'],
  [{ type: 'charset.unsupported', status: 415 }, 415, 'UNSUPPORTED_ENCODING'],
  [new URIError('Failed to decode param'), null, null],
  [Object.assign(new URIError('Failed to decode param'), { status: 400 }), 400, 'MALFORMED_REQUEST'],
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 503, 'DATABASE_UNAVAILABLE'],
  [new Error('Client has encountered a connection error and is not queryable'), 503, 'DATABASE_UNAVAILABLE'],
  [Object.assign(new Error('x'), { cause: { code: 14 } }), 503, 'PROCESSES_UNAVAILABLE'],
  [Object.assign(new Error('x'), { cause: { code: 9 } }), 503, 'PROCESSES_UNAVAILABLE'],
  [new Error('a bug'), null, null],
])('%s is answered with %s %s', (error, status, code) => {
  const problemFound = problemOf(error);
  expect(problemFound === null ? [null, null] : [problemFound.status, problemFound.code]).toEqual([
    status,
    code,
  ]);
});
