import { findManagersToTell } from '../gateways/database/accessReviews';
import type { Database } from '../gateways/database/client';
import { tellPeople } from '../gateways/database/personNotices';

/** Tells whoever answers for somebody in an open review of rights, once: managers, and those up to whom it escalated. */
export async function tellManagers({ sql }: Pick<Database, 'sql'>): Promise<void> {
  for (const { id, institutionId, period, people } of await findManagersToTell(sql)) {
    await tellPeople(sql, people, {
      ...{ dedupeKey: `accessReview/${id}`, topic: 'ACCESS_REVIEW', institutionId },
      detail: { title: period },
    });
  }
}
