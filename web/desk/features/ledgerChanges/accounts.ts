import { api } from '../../../kit/api/api';
import type { Account } from './entryDraft';

/** Accounts that people may post to; the API says the same, and the compiler holds both together. */
const BY_HAND: Readonly<Record<Account, true>> = {
  '1002': true,
  '1221': true,
  '1441': true,
  '1601': true,
  '2001': true,
  '2211': true,
  '2221.01': true,
  '2221.03': true,
  '2221.06': true,
  '4001': true,
  '4102': true,
  '4104': true,
  '6051': true,
  '6301': true,
  '6403': true,
  '6411': true,
  '6421': true,
  '6602': true,
  '6711': true,
  '6801': true,
};
export const ACCOUNTS = (Object.keys(BY_HAND) as Account[]).toSorted();

/** What accounts are called, by their codes. */
export function useAccountNames(): Readonly<Record<string, string>> {
  const { data } = api.useQuery('get', '/ledger/trial-balance', { params: { query: {} } });
  return Object.fromEntries(data?.accounts.map(({ code, name }) => [code, name]) ?? []);
}
