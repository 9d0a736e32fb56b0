import type { Answer, accessReviewView } from '../../contracts/http';
import type { RefusalCode } from '../../contracts/refusals';
import { judgeReviewAnswer } from '../../domain/staff/accessReview';
import {
  answerAccessReview,
  findAccessReview,
  listAccessReviews,
  type ReviewedRightRow,
  readAnswerers,
} from '../../gateways/database/accessReviews';
import { countAdmins } from '../../gateways/database/staff';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { freeClaims } from './freeClaims';

/** They see all of it; managers see for whom they answer. */
const OVERSEERS = ['admin', 'risk', 'auditor'] as const;

/** The quarterly review of who may do what. */
export const accessReviewOperations = {
  listAccessReviews: {
    who: STAFF,
    do: ({ prisma }, call) => listAccessReviews(prisma, institutionOfCall(call), call.query),
  },
  getAccessReview: {
    who: STAFF,
    do: async ({ prisma, cipher, sql }, call) => {
      const of = { institutionId: institutionOfCall(call), id: call.params.reviewId };
      const { rights, ...review } = found(await findAccessReview(prisma, cipher, of));
      const answerers = await readAnswerers(sql, review.id);
      const { roles, userId } = callerOf(call);
      const seesAll = roles.some((role) => OVERSEERS.some((each) => each === role));
      const shown = rights
        .map((right) => presentRight(right, answerers))
        .filter((right) => seesAll || right.answerers.includes(userId) || right.answeredBy === userId);
      return { ...review, rights: shown };
    },
  },
  answerAccessReview: {
    who: lately('ACCESS', STAFF),
    audit: 'staff.answerReview',
    do: answer,
  },
} satisfies SomeOperations;

type Answerers = ReadonlyMap<string, readonly string[]>;
type Asked = Call<'answerAccessReview'>['body']['answers'][number];

async function answer(
  parts: Parts,
  call: Call<'answerAccessReview'>,
): Promise<AnswerOf<'answerAccessReview'>> {
  const institutionId = institutionOfCall(call);
  const { reviewId } = call.params;
  call.about('INSTITUTION', institutionId);
  const review = found(await findAccessReview(parts.prisma, parts.cipher, { institutionId, id: reviewId }));
  const answerers = await readAnswerers(parts.sql, reviewId);
  const results: AnswerOf<'answerAccessReview'>['results'][number][] = [];
  for (const asked of call.body.answers) {
    const { userId, role } = asked;
    results.push({
      userId,
      role,
      refusal: await answerOne(parts, call, { rights: review.rights, answerers }, asked),
    });
  }
  const refused = results.filter(({ refusal }) => refusal !== null).length;
  call.note({ reviewId, answered: results.length - refused, refused });
  return { results };
}

/** @returns why not; null when it is answered */
async function answerOne(
  parts: Parts,
  call: Call<'answerAccessReview'>,
  { rights, answerers }: { readonly rights: readonly ReviewedRightRow[]; readonly answerers: Answerers },
  asked: Asked,
): Promise<RefusalCode | null> {
  const { outcome, reason, role, userId } = asked;
  const right = rights.find((each) => each.userId === userId && each.role === role);
  if (right === undefined || right.outcome !== null) return 'RIGHT_ANSWERED';
  const { userId: by } = callerOf(call);
  const otherAdmins = await countAdmins(parts.prisma, institutionOfCall(call), userId);
  const of = { answerers: answerers.get(userId) ?? [], otherAdmins };
  const verdict = judgeReviewAnswer(right, { outcome, reason, by }, of);
  if (!verdict.ok) return verdict.refusal.code;
  const said = { reviewId: call.params.reviewId, userId, role };
  if (!(await answerAccessReview(parts.sql, { ...said, outcome, reason, answeredBy: by }))) {
    return 'RIGHT_ANSWERED';
  }
  if (outcome === 'TAKEN') await freeClaims(parts, userId);
  return null;
}

function presentRight(
  row: ReviewedRightRow,
  answerers: Answerers,
): Answer<typeof accessReviewView>['rights'][number] {
  const { userId: id, name, sinceAt: since, ...right } = row;
  const open = right.outcome === null ? (answerers.get(id) ?? []) : [];
  return { ...right, person: { id, name }, since, answerers: [...open] };
}
