/** Accounts that work for one institution. */
export interface House<Account> {
  /** The end of their mail addresses. */
  readonly name: string;
  readonly accounts: readonly Account[];
}

/** Accounts by the institution that they work for, in the order of their first. */
export function houses<Account extends { readonly email: string }>(
  accounts: readonly Account[],
): readonly House<Account>[] {
  const byName = new Map<string, Account[]>();
  for (const account of accounts) {
    const name = account.email.slice(account.email.indexOf('@') + 1);
    byName.set(name, [...(byName.get(name) ?? []), account]);
  }
  return [...byName].map(([name, own]) => ({ name, accounts: own }));
}
