import type { ClosedAccessReview, OpenAccessReview } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import type { AccessReviewWork, PortfolioReport } from '../../contracts/workflows';
import { businessDate, REAL_TIME } from '../../domain/calendar/clock';
import { reviewPeriodOf } from '../../domain/staff/accessReview';
import { activities } from '../shared/activities';
import { eachInstitution } from './eachInstitution';
import { InstitutionCase } from './institutionCase';

const MS_PER_HOUR = 3_600_000;

/** The review of the rights of all institutions in this quarter, each by itself; one that is closed is not held again. */
export function accessReview(): Promise<PortfolioReport> {
  const period = reviewPeriodOf(businessDate(Date.now()));
  return eachInstitution('institutionAccessReview', (id) => workflowIds.accessReview(id, period), {
    period,
  });
}

/**
 * Has an institution's rights reviewed: its admins confirm each or take it away, nobody their own; a reminder, an
 * escalation, and what is unanswered at the end lapses. The record is signed by a person, or closed by its end.
 */
export async function institutionAccessReview(work: AccessReviewWork): Promise<ClosedAccessReview | null> {
  // Rights are of the real world: a fast clock must not take them away.
  const time = { ...(await activities.readTime()), clock: REAL_TIME };
  const review = new AccessReview(work, time);
  return await review.untilGivenUp(() => review.hold());
}

class AccessReview extends InstitutionCase {
  private readonly period: AccessReviewWork['period'];
  private readonly institutionId: AccessReviewWork['institutionId'];
  private isAtEnd = false;
  private closed: ClosedAccessReview | null = null;

  constructor(work: AccessReviewWork, time: ConstructorParameters<typeof InstitutionCase>[1]) {
    super(work, time);
    this.period = work.period;
    this.institutionId = work.institutionId;
  }

  /** @returns null where there is nothing to review, or it was reviewed */
  async hold(): Promise<ClosedAccessReview | null> {
    const { institutionId, period } = this;
    const open = await this.activities.openAccessReview({ institutionId, period });
    if (open === null) return null;
    const [closed] = await Promise.all([this.untilClosed(open), this.untilEnd()]);
    return closed;
  }

  private async untilEnd(): Promise<void> {
    const endMs = this.time.nowMs() + this.time.rules.accessReviewHours * MS_PER_HOUR;
    const ended = await this.time.wait(endMs, {
      summary: '权限复核到期，未答复的权限失效 · What nobody answered lapses',
      until: () => this.closed !== null,
    });
    this.isAtEnd = ended === 'DUE';
  }

  private async untilClosed({ reviewId, unanswered }: OpenAccessReview): Promise<ClosedAccessReview> {
    const { period } = this;
    for (let rights = unanswered; ; ) {
      const signed = await this.ask('REVIEW_ACCESS', {
        reason: { code: 'ACCESS_REVIEW', detail: { period, rights, review: reviewId } },
        overBecause: () => (this.isAtEnd ? 'LAPSED' : null),
      });
      const signedBy = signed?.proof.actor.userId ?? null;
      const done = await this.activities.closeAccessReview({ reviewId, signedBy });
      if (!('unanswered' in done)) {
        this.closed = done;
        await this.record('accessReview/closed', {
          audit: {
            actorId: signedBy,
            action: 'ACCESS_REVIEWED',
            outcome: period,
            detail: { reviewId, ...done },
          },
        });
        return done;
      }
      rights = done.unanswered;
    }
  }
}
