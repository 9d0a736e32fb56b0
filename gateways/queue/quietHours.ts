import { type BusinessClock, businessDate, businessNowMs, realMsUntil } from '../../domain/calendar/clock';
import { contactFromMs } from '../../domain/collection/quietHours';
import { parametersAt } from '../../domain/parameters/parametersAt';
import type { MessageChannel } from './types';

/**
 * Real milliseconds for which a channel stays quiet: a short message wakes people, mail does not.
 * @param nowMs real time
 */
export function quietForMs(channel: MessageChannel, clock: BusinessClock, nowMs: number): number {
  if (channel !== 'SMS') return 0;
  const businessMs = businessNowMs(clock, nowMs);
  const fromMs = contactFromMs(businessMs, parametersAt(businessDate(businessMs)).overdue.contactLimits);
  return realMsUntil(clock, fromMs, nowMs);
}
