import {
  type Ballot,
  canReachQuorum,
  mayActInSitting,
  type Sitting,
  type SittingAct,
  type SittingEvent,
  sittingAt,
} from '../../../domain/approval/committee';
import { type ApprovedTerms, reapproval } from '../../../domain/approval/reapproval';
import { approvalRoute } from '../../../domain/approval/route';
import { type Fen, fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import type { Grade } from '../../../domain/parameters/scorecard';
import { compare, type Difference, type OracleAdapter } from '../adapter';

const { approval } = parametersAt(PARAMETERS_BEGIN);

interface RouteCase {
  readonly id: string;
  readonly input: {
    readonly borrower: string;
    readonly requestedFen: Fen;
    readonly grade: Grade;
    readonly productKind: string;
    readonly links: readonly (readonly [string, string])[];
    readonly exposures: readonly {
      readonly enterprise: string;
      readonly outstandingFen: Fen;
      readonly committedFen: Fen;
    }[];
    readonly relatedParty: boolean;
    readonly exceptionReason: string | null;
    readonly netAssetsFen: Fen | null;
  };
  readonly expect: object;
}

function checkRoute({ id, input, expect }: RouteCase): readonly Difference[] {
  const { borrower, relatedParty, links, exposures, ...request } = input;
  const routed = approvalRoute(
    {
      ...request,
      borrowerId: borrower,
      links: links.map(([oneId, otherId]) => ({ oneId, otherId })),
      exposures: exposures.map(({ enterprise, ...exposure }) => ({ enterpriseId: enterprise, ...exposure })),
      isRelatedParty: relatedParty,
    },
    approval,
  );
  if (!routed.ok) {
    const { code, detail } = routed.refusal;
    return compare(id, expect, { refusal: code, ...detail });
  }
  // A group is a set.
  const sorted = (group: readonly string[]) => [...group].sort();
  const wanted = 'group' in expect ? { ...expect, group: sorted(expect.group as string[]) } : expect;
  return compare(id, wanted, { ...routed.value, group: sorted(routed.value.group) });
}

interface VoteCase {
  readonly id: string;
  readonly input: {
    readonly chair: string;
    readonly members: readonly string[];
    readonly recused: readonly string[];
    readonly connectedUserIds: readonly string[];
    readonly makers: readonly string[];
    readonly deadline: string;
    readonly events: readonly OracleEvent[];
  };
  readonly expect: object;
}

interface OracleEvent {
  readonly type: string;
  readonly user: string;
  readonly ballot?: Ballot;
  readonly change?: string;
  readonly at: string;
}

function checkVote({ id, input, expect }: VoteCase): readonly Difference[] {
  const { chair, members, recused, connectedUserIds, makers, deadline } = input;
  const sitting: Sitting = {
    chairId: chair,
    memberIds: members,
    recusedUserIds: recused,
    connectedUserIds,
    makerIds: makers,
    deadlineMs: instant(deadline),
    rule: approval.committee,
  };
  const isPossible = canReachQuorum(sitting);
  const accepted: SittingEvent[] = [];
  const steps = (isPossible ? input.events : []).map((event) => {
    const verdict = play(sitting, accepted, event);
    return { ...verdict, ...sittingAt(sitting, accepted, instant(event.at)) };
  });
  const final = sittingAt(sitting, accepted, instant(deadline) + 1);
  return compare(id, expect, { canReachQuorum: isPossible, steps, final });
}

/** Adds an event to those that were accepted, unless it is refused. */
function play(sitting: Sitting, accepted: SittingEvent[], event: OracleEvent) {
  const done = { userId: event.user, atMs: instant(event.at) };
  // Who joins or leaves the committee later changes nothing: the platform does not look.
  if (event.type === 'COMMITTEE_CHANGED' && !isDeactivation(event.change)) return { ok: true };
  if (event.type !== 'VOTE' && event.type !== 'RECUSE') {
    if (!isDeactivation(event.type) && !isDeactivation(event.change)) throw new RangeError(event.type);
    accepted.push({ kind: 'DEACTIVATE', ...done });
    return { ok: true };
  }
  const { ballot = 'ABSTAIN' } = event;
  const act: SittingAct =
    event.type === 'VOTE' ? { kind: 'VOTE', ballot, ...done } : { kind: 'RECUSE', ...done };
  const verdict = mayActInSitting(sitting, accepted, act);
  if (!verdict.ok) return { refusal: verdict.refusal.code };
  accepted.push(act);
  return { ok: true };
}

/** However a file words that an account was closed. */
function isDeactivation(word = ''): boolean {
  return /DEACTIV|INACTIV|SUSPEND|DISABLE/.test(word);
}

/** The file's times are of one place. */
function instant(at: string): number {
  return Date.parse(`${at}+08:00`);
}

interface ReapprovalCase {
  readonly id: string;
  readonly input: {
    readonly approved: OracleTerms;
    readonly now: OracleTerms;
    readonly grade: Grade;
    readonly otherGroupFen: Fen;
    readonly round: number;
  };
  readonly expect: object;
}
type OracleTerms = Omit<ApprovedTerms, 'annualRate'> & { readonly annualRate: string };

function checkReapproval({ id, input, expect }: ReapprovalCase): readonly Difference[] {
  const { approved, now, grade, otherGroupFen, round } = input;
  const { isNeeded, ...rest } = reapproval(termsOf(approved), termsOf(now), round);
  const routed = approvalRoute(
    {
      borrowerId: 'borrower',
      requestedFen: now.amountFen,
      grade,
      productKind: 'LOAN',
      links: [{ oneId: 'borrower', otherId: 'other' }],
      exposures: [{ enterpriseId: 'other', outstandingFen: otherGroupFen, committedFen: fen(0) }],
      isRelatedParty: false,
      exceptionReason: null,
      netAssetsFen: null,
    },
    approval,
  );
  const level = routed.ok ? routed.value.level : routed.refusal.code;
  return compare(id, expect, { reapproval: isNeeded, ...rest, level: isNeeded ? level : null });
}

function termsOf({ amountFen, termMonths, annualRate, method }: OracleTerms): ApprovedTerms {
  return { amountFen, termMonths, annualRate: rate(annualRate), method };
}

export const adapter: OracleAdapter = {
  file: 'committee.json',
  blocks: { route: checkRoute, vote: checkVote, reapproval: checkReapproval },
};
