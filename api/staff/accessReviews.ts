import type { Answer, accessReviewView } from '../../contracts/http';
import type { RefusalCode } from '../../contracts/refusals';
import { judgeReviewAnswer } from '../../domain/staff/accessReview';
import {
  answerAccessReview,
  findAccessReview,
  listAccessReviews,
  type ReviewedRightRow,
} from '../../gateways/database/accessReviews';
import { countAdmins } from '../../gateways/database/staff';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { freeClaims } from './freeClaims';

const OVERSEERS = staff('admin', 'risk', 'auditor');

/** The quarterly review of who may do what. */
export const accessReviewOperations = {
  listAccessReviews: {
    who: OVERSEERS,
    do: ({ prisma }, call) => listAccessReviews(prisma, institutionOfCall(call), call.query),
  },
  getAccessReview: {
    who: OVERSEERS,
    do: async ({ prisma, cipher }, call) => {
      const of = { institutionId: institutionOfCall(call), id: call.params.reviewId };
      const { rights, ...review } = found(await findAccessReview(prisma, cipher, of));
      return { ...review, rights: rights.map(presentRight) };
    },
  },
  answerAccessReview: {
    who: lately('ACCESS', staff('admin', 'risk')),
    audit: 'staff.answerReview',
    do: answer,
  },
} satisfies SomeOperations;

type Asked = Call<'answerAccessReview'>['body']['answers'][number];

async function answer(
  parts: Parts,
  call: Call<'answerAccessReview'>,
): Promise<AnswerOf<'answerAccessReview'>> {
  const institutionId = institutionOfCall(call);
  const { reviewId } = call.params;
  call.about('INSTITUTION', institutionId);
  const review = found(await findAccessReview(parts.prisma, parts.cipher, { institutionId, id: reviewId }));
  const results: AnswerOf<'answerAccessReview'>['results'][number][] = [];
  for (const asked of call.body.answers) {
    const { userId, role } = asked;
    results.push({ userId, role, refusal: await answerOne(parts, call, review.rights, asked) });
  }
  const refused = results.filter(({ refusal }) => refusal !== null).length;
  call.note({ reviewId, answered: results.length - refused, refused });
  return { results };
}

/** @returns why not; null when it is answered */
async function answerOne(
  parts: Parts,
  call: Call<'answerAccessReview'>,
  rights: readonly ReviewedRightRow[],
  asked: Asked,
): Promise<RefusalCode | null> {
  const { outcome, reason, role, userId } = asked;
  const right = rights.find((each) => each.userId === userId && each.role === role);
  if (right === undefined || right.outcome !== null) return 'RIGHT_ANSWERED';
  const { userId: by } = callerOf(call);
  const otherAdmins = await countAdmins(parts.prisma, institutionOfCall(call), userId);
  const verdict = judgeReviewAnswer(right, { outcome, reason, by }, otherAdmins);
  if (!verdict.ok) return verdict.refusal.code;
  const of = { reviewId: call.params.reviewId, userId, role };
  if (!(await answerAccessReview(parts.sql, { ...of, outcome, reason, answeredBy: by }))) {
    return 'RIGHT_ANSWERED';
  }
  if (outcome === 'TAKEN') await freeClaims(parts, userId);
  return null;
}

function presentRight(row: ReviewedRightRow): Answer<typeof accessReviewView>['rights'][number] {
  const { userId: id, name, sinceAt: since, ...right } = row;
  return { ...right, person: { id, name }, since };
}
