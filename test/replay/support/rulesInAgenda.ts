import type { LoanPlan } from '../../../contracts/activities';
import type { LoanProgress } from '../../../contracts/workflows';
import { businessDate } from '../../../domain/calendar/clock';
import { collectionPlan } from '../../../domain/collection/collectionPlan';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { type NextAct, nextAct as planned } from '../../../workflows/loan/agenda';

export type { NextAct };

/** A program that asks its own table of rules when a loan reminds: what must not be. */
export function nextAct(plan: LoanPlan, progress: LoanProgress, nowMs: number, lookAtMs: number): NextAct {
  const { instalment } = plan;
  if (instalment === null) return planned(plan, progress, nowMs, lookAtMs);
  const collectionDate = businessDate(instalment.firstDebitAtMs);
  const rules = { ...parametersAt(collectionDate).overdue, slotMinutes: 0 };
  const { reminders: all } = collectionPlan('', collectionDate, rules);
  const reminders = all.filter(({ day }) => !progress.remindersSent.includes(day));
  return planned({ ...plan, instalment: { ...instalment, reminders } }, progress, nowMs, lookAtMs);
}
