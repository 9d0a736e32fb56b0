/** Rows of one institution, or of one enterprise of it: the `where` of every list that more than staff read. */
export type Scope =
  | { readonly institutionId: string }
  | { readonly institutionId: string; readonly enterpriseId: string };
