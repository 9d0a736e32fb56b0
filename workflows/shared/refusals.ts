import { ApplicationFailure } from '@temporalio/workflow';
import type { KnownRefusal, RefusalCode } from '../../contracts/refusals';
import type { Refusal, Result } from '../../domain/result';

/** The failure that carries a refusal to whoever sent the update. */
export function refusalFailure(refusal: KnownRefusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: refusal.code,
    message: refusal.code,
    nonRetryable: true,
    details: [refusal],
  });
}

/** @throws ApplicationFailure when the result is a refusal */
export function orRefuse<Value>(result: Result<Value, RefusalCode>): Value {
  if (!result.ok) throw refusalFailure(result.refusal);
  return result.value;
}

/** @throws ApplicationFailure with the code unless the condition holds */
export function demand(holds: boolean, code: RefusalCode, detail?: Refusal['detail']): void {
  if (!holds) throw refusalFailure({ code, ...(detail === undefined ? {} : { detail }) });
}
