import { businessDate } from '../../../domain/calendar/clock';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import type { SecurityParameters } from '../../../domain/parameters/security';

/** The rules of security in force: those of the real day, whatever the business clock says. */
export const securityRules = (): SecurityParameters => parametersAt(businessDate(Date.now())).security;

/** The longest that anybody's session lasts. */
export function longestSessionHours(): number {
  return Math.max(...Object.values(securityRules().session).map(({ hours }) => hours));
}
