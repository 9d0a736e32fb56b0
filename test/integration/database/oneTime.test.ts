import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import {
  forgetOldTokens,
  issueCode,
  issueToken,
  redeemCode,
  redeemToken,
} from '../../../gateways/auth/oneTime';
import { createBlindIndex } from '../../../gateways/crypto';
import { attempt, CHECK, DENIED } from './support/attempt';
import { makeUser } from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const key = randomBytes(32).toString('base64');
const blindIndex = createBlindIndex(key);
const reset = (subjectId: string, minutes = 30) =>
  issueToken(database.api, blindIndex, { purpose: 'PASSWORD_RESET', subjectId, minutes });
const redeem = (token: string, index = blindIndex) =>
  redeemToken(database.api, index, { purpose: 'PASSWORD_RESET', token });
const NOT_VALID = { ok: false, refusal: { code: 'LINK_NOT_VALID' } };

describe('the token of a link', () => {
  it('opens once, also where two press at once', async () => {
    const subjectId = uuidv7();
    const token = await reset(subjectId);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const outcomes = await Promise.all([redeem(token), redeem(token), redeem(token)]);
    expect(outcomes.filter(({ ok }) => ok)).toEqual([{ ok: true, value: { subjectId } }]);
    expect(await redeem(token)).toEqual(NOT_VALID);
  });

  it('opens nothing after a newer one, for another purpose, or when it is too old', async () => {
    const subjectId = uuidv7();
    const [older, newer] = [await reset(subjectId), await reset(subjectId)];
    expect(await redeem(older)).toEqual(NOT_VALID);
    expect(await redeemToken(database.api, blindIndex, { purpose: 'INVITATION', token: newer })).toEqual(
      NOT_VALID,
    );
    expect(await redeem(newer)).toMatchObject({ ok: true });
    expect(await redeem(await reset(subjectId, 0))).toEqual(NOT_VALID);
  });

  it('opens while a key is rotated, and nothing under another key', async () => {
    const token = await reset(uuidv7());
    expect(await redeem(token, createBlindIndex(randomBytes(32).toString('base64')))).toEqual(NOT_VALID);
    const rotated = createBlindIndex(`${randomBytes(32).toString('base64')},${key}`);
    expect(await redeem(token, rotated)).toMatchObject({ ok: true });
  });

  it('opens nothing after the password or the mail address changed, whoever changed it', async () => {
    const person = uuidv7();
    await makeUser(database.owner, person);
    await database.owner.query(
      `INSERT INTO auth_account (id, account_id, provider_id, user_id, password) VALUES ($1, $1, 'credential', $1, 'x')`,
      [person],
    );
    const byPassword = await reset(person);
    await database.api.query(`UPDATE auth_account SET password = 'y' WHERE user_id = $1`, [person]);
    expect(await redeem(byPassword)).toEqual(NOT_VALID);
    const byMail = await reset(person);
    await database.owner.query(`UPDATE "user" SET email = $2 WHERE id = $1`, [
      person,
      `${randomBytes(32).toString('hex')}@index.invalid`,
    ]);
    expect(await redeem(byMail)).toEqual(NOT_VALID);
  });

  it('is not in the table, and stays used whatever the API does', async () => {
    const token = await reset(uuidv7());
    await redeem(token);
    const { rows } = await database.owner.query('SELECT one_time_token::text AS row FROM one_time_token');
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
    expect(await attempt(database.api, 'UPDATE one_time_token SET used_at = NULL')).toBe(CHECK);
    expect(await attempt(database.worker, 'SELECT FROM one_time_token')).toBe(DENIED);
  });

  it('is forgotten when it has been void for long', async () => {
    const subjectId = uuidv7();
    await reset(subjectId, -3 * 24 * 60);
    expect(await forgetOldTokens(database.api, 2)).toBe(1);
    expect(await forgetOldTokens(database.api, 2)).toBe(0);
  });
});

describe('a code', () => {
  const use = (subjectId: string) => ({ purpose: 'PHONE_NEW', subjectId }) as const;
  const send = (subjectId: string) => issueCode(database.api, blindIndex, { ...use(subjectId), minutes: 10 });
  const type = (subjectId: string, code: string) =>
    redeemCode(database.api, blindIndex, { ...use(subjectId), code, tries: 3 });
  const other = (code: string) => (code === '000000' ? '000001' : '000000');

  it('opens its subject once', async () => {
    const subjectId = uuidv7();
    const code = await send(subjectId);
    expect(code).toMatch(/^\d{6}$/);
    expect(await type(uuidv7(), code)).toMatchObject({ refusal: { code: 'CODE_NOT_VALID' } });
    expect(await type(subjectId, other(code))).toMatchObject({ refusal: { code: 'CODE_WRONG' } });
    expect(await type(subjectId, code)).toMatchObject({ ok: true });
    expect(await type(subjectId, code)).toMatchObject({ refusal: { code: 'CODE_NOT_VALID' } });
  });

  it('opens nothing after so many tries, right or wrong, until there is another', async () => {
    const subjectId = uuidv7();
    const code = await send(subjectId);
    for (let wrong = 0; wrong < 3; wrong += 1) await type(subjectId, other(code));
    expect(await type(subjectId, code)).toMatchObject({ refusal: { code: 'CODE_NOT_VALID' } });
    expect(await attempt(database.api, 'UPDATE one_time_token SET tries = 0')).toBe(CHECK);
    expect(await type(subjectId, await send(subjectId))).toMatchObject({ ok: true });
  });
});
