/**
 * Why an input or a request can't be accepted. A refusal is a value, never an exception: it reaches the
 * person as a problem document with this code.
 */
export interface Refusal {
  /** Stable, UPPER_SNAKE; translated for people at the edge. */
  readonly code: string;
  /** Path of the offending field in the input, e.g. `statements.2025.revenueFen`. */
  readonly field?: string;
  /** Values that the message needs, e.g. `{ maximumFen: 1000 }`. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** The outcome of something that may be refused. */
export type Result<Value, Reason = Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Reason };

/** Wraps an accepted value. */
export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Builds a refusal; `field` and `detail` are left out when not given. */
export function refuse(
  code: string,
  field?: string,
  detail?: Refusal['detail'],
): { readonly ok: false; readonly refusal: Refusal } {
  return {
    ok: false,
    refusal: { code, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }) },
  };
}
