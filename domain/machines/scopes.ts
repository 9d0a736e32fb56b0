/**
 * What a machine may be let do for an institution: read, and nothing else. Whatever moves money or decides is a
 * person's, with a second factor. The same list stands in the database's CHECK (a test compares).
 */
export const MACHINE_SCOPES = [
  'enterprises:read',
  'applications:read',
  'loans:read',
  'payments:read',
  'books:read',
  'reconciliation:read',
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/**
 * The scopes of a token: those that are asked for, or all that the machine has.
 * @param asked as OAuth writes them, with blanks between; null: whatever there is
 * @returns null where it asks for more than it has, or for what there is not
 */
export function grantedScopes(
  has: readonly MachineScope[],
  asked: string | null,
): readonly MachineScope[] | null {
  if (asked === null) return has;
  const names = new Set(asked.split(' ').filter((name) => name !== ''));
  const granted = has.filter((scope) => names.has(scope));
  return granted.length === names.size && granted.length > 0 ? granted : null;
}
