import type { ReviewPeriod } from '../../domain/staff/accessReview';
import type { InstitutionId, UserId } from '../ids';

/** A review of rights, as far as its process must know it. */
export interface OpenAccessReview {
  readonly reviewId: string;
  /** How many rights are not answered. */
  readonly unanswered: number;
}

/** What became of the rights of a review that is closed. */
export interface ClosedAccessReview {
  readonly recordHash: string;
  readonly confirmed: number;
  readonly taken: number;
  readonly lapsed: number;
  /** Of admins, without whom the institution would have none. */
  readonly kept: number;
}

export interface StaffActivities {
  /** @returns null where no right is older than the period, or the review is closed */
  openAccessReview(of: {
    readonly institutionId: InstitutionId;
    readonly period: ReviewPeriod;
  }): Promise<OpenAccessReview | null>;
  /**
   * Closes a review: signed, when all is answered; by its end alone what nobody answered lapses.
   * @returns how many rights are unanswered still, and then it stays open
   */
  closeAccessReview(of: {
    readonly reviewId: string;
    readonly signedBy: UserId | null;
  }): Promise<{ readonly unanswered: number } | ClosedAccessReview>;
}
