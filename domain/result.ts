/**
 * Why an input or a request can't be accepted. A refusal is a value, never an exception: it reaches the
 * person as a problem document with this code.
 */
export interface Refusal<Code extends string = string> {
  /** Stable, UPPER_SNAKE; `contracts/refusals.ts` gives it a status and `contracts/texts` its words. */
  readonly code: Code;
  /** Path of the offending field in the input, e.g. `statements.2025.revenueFen`. */
  readonly field?: string;
  /** Values that the message needs, e.g. `{ maximumFen: 1000 }`. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** The outcome of something that may be refused, with the codes that it may be refused by. */
export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal<Code> };

/** The codes by which a function refuses. */
export type RefusalOf<Judge extends (...input: never[]) => Result<unknown, string>> = Extract<
  ReturnType<Judge>,
  { readonly ok: false }
>['refusal']['code'];

/** Wraps an accepted value. */
export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Builds a refusal; `field` and `detail` are left out when not given. */
export function refuse<const Code extends string>(
  code: Code,
  field?: string,
  detail?: Refusal['detail'],
): { readonly ok: false; readonly refusal: Refusal<Code> } {
  return {
    ok: false,
    refusal: { code, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }) },
  };
}
