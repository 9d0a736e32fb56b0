import { FIRST_PREFERENCES } from '../../contracts/http';
import { choosePreferences, readPreferences } from '../../gateways/database/preferences';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { SIGNED_IN } from '../kernel/security/policy';

/** How people like to look at the platform: known from the first screen on, before a second factor is proved. */
export const preferenceOperations = {
  getPreferences: { who: SIGNED_IN, do: read },
  choosePreferences: { who: SIGNED_IN, audit: 'preference.choose', do: choose },
} satisfies SomeOperations;

async function read({ sql }: Parts, call: Call<'getPreferences'>): Promise<AnswerOf<'getPreferences'>> {
  return { ...FIRST_PREFERENCES, ...(await readPreferences(sql, callerOf(call).userId)) };
}

async function choose(
  { sql }: Parts,
  call: Call<'choosePreferences'>,
): Promise<AnswerOf<'choosePreferences'>> {
  await choosePreferences(sql, callerOf(call).userId, call.body);
  return call.body;
}
