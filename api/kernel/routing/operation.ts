import type { RequestAction } from '../../../contracts/audit';
import type { OperationId, Routes } from '../../../contracts/http';
import type { EvenAnswer, RequestLimitName } from '../../../domain/parameters/security';
import type { Parts } from '../parts';
import type { Policy } from '../security/policy';
import type { AnswerOf, Call } from './call';

/** What is said of an operation besides its contract: all of it stands in the `operations.ts` of its noun. */
export interface Operation<Id extends OperationId> {
  /** Who may call it at all. */
  readonly who: Policy;
  /** What it is called in the audit trail, refused or done; null for a POST that changes nothing. */
  readonly audit?: RequestAction | null;
  /** True when it writes its own record, because the next request looks at it. */
  readonly recordsItself?: true;
  /** True when it is no matter of the institution that the caller deals with: its trail does not tell of it. */
  readonly isApart?: true;
  /** Of what sort it is when nobody shall learn from the time of an answer what was found. */
  readonly even?: EvenAnswer;
  /** How often it may be asked for, where that is another limit than that of all acts; null: it counts by itself. */
  readonly limit?: RequestLimitName | null;
  /** Does it, and gives what is answered. */
  readonly do: Handler<Id>;
}

export type Handler<Id extends OperationId> = (parts: Parts, call: Call<Id>) => Promise<AnswerOf<Id>>;

/** The table of all operations: one without a policy or without something to do does not compile. */
export type Operations = { readonly [Id in OperationId]: Operation<Id> };

/** A noun's part of the table; what changes something says what it is recorded as. */
export type SomeOperations = {
  readonly [Id in OperationId]?: Operation<Id> &
    (Routes[Id]['method'] extends 'get' ? unknown : { readonly audit: RequestAction | null });
};
