import type { Conditions } from './select';

/** Rows of one institution, or of one enterprise of it. */
export type Scope =
  | { readonly institutionId: string }
  | { readonly institutionId: string; readonly enterpriseId: string };

/** Keeps a list to the rows that the reader may see. */
export function within(
  conditions: Conditions,
  scope: Scope,
  columns: { readonly institution: string; readonly enterprise: string },
): Conditions {
  conditions.and(`${columns.institution} = ?`, scope.institutionId);
  if ('enterpriseId' in scope) conditions.and(`${columns.enterprise} = ?`, scope.enterpriseId);
  return conditions;
}
