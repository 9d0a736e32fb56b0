import type { StaffActivities } from '../contracts/activities';
import { parametersAt } from '../domain/parameters/parametersAt';
import { beginningOf } from '../domain/staff/accessReview';
import { closeAccessReview, openAccessReview } from '../gateways/database/accessReviews';
import type { ActivityDeps } from './deps';

/** What processes do about the people of an institution. */
export function createStaffActivities({ sql }: ActivityDeps): StaffActivities {
  return {
    openAccessReview: ({ institutionId, period }) =>
      openAccessReview(sql, {
        ...{ institutionId, period, olderThan: beginningOf(period) },
        escalationHours: parametersAt(beginningOf(period)).deadlines.accessReviewEscalationHours,
      }),
    closeAccessReview: (of) => closeAccessReview(sql, of),
  };
}
