import { checkDelegation, type Delegation, type LendableRole } from '../../../domain/approval/delegation';
import {
  type DecidableTask,
  type DecidingActor,
  type DecisionHistory,
  mayDecide,
} from '../../../domain/approval/mayDecide';
import { presentDecider } from '../../../domain/approval/presentDecider';
import type { IsoDate } from '../../../domain/calendar/isoDate';
import type { Fen } from '../../../domain/money/fen';
import type { Authority } from '../../../domain/parameters/approval';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { compare, type Difference, type OracleAdapter } from '../adapter';

/**
 * Tasks wait for a role and deputies are lent roles; the file speaks of authorities. Here each authority is a role of
 * its own, so that the very rule in force is judged.
 */
const ROLE: Readonly<Record<Authority, LendableRole>> = {
  RISK_REVIEWER: 'reviewer',
  CREDIT_MANAGER: 'approver',
  RISK_DIRECTOR: 'risk',
  COMMITTEE: 'finance',
  BOARD: 'customer_service',
};

/** Our finer codes in the words of the file. */
const IN_ITS_WORDS: Readonly<Record<string, string>> = {
  NOT_YOUR_ROLE: 'NOT_YOUR_AUTHORITY',
  SAME_PERSON_AS_APPLICANT: 'SAME_PERSON_AS_MAKER',
  SAME_PERSON_AS_INVESTIGATOR: 'SAME_PERSON_AS_MAKER',
  SAME_PERSON_AS_REVIEWER: 'SAME_PERSON_AS_MAKER',
  SAME_PERSON_AS_APPROVER: 'ALREADY_DECIDED_IN_ROUND',
};

const INSTITUTION = 'I1';

interface Member {
  readonly user: string;
  readonly institution?: string;
  readonly authorities: readonly Authority[];
  readonly active: boolean;
}

interface Lent {
  readonly principal: string;
  readonly deputy: string;
  readonly authorities: readonly Authority[];
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly maxFen: Fen;
  readonly revokedOn: IsoDate | null;
}

interface WaitingCase {
  readonly date: IsoDate;
  readonly authority: Authority;
  readonly caseAmountFen: Fen;
  readonly makers: readonly string[];
  readonly recused: readonly string[];
  readonly acted: readonly { readonly user: string; readonly onBehalfOf?: string }[];
}

const delegationOf = (lent: Lent): Delegation => ({
  principalId: lent.principal,
  deputyId: lent.deputy,
  roles: lent.authorities.map((authority) => ROLE[authority]),
  from: lent.from,
  until: lent.until,
  maximumFen: lent.maxFen,
  revokedOn: lent.revokedOn,
});

const taskOf = ({ authority, caseAmountFen }: WaitingCase, institutionId = INSTITUTION): DecidableTask => ({
  step: 'APPROVE',
  role: ROLE[authority],
  institutionId,
  status: 'OPEN',
  claimedBy: null,
  amountFen: caseAmountFen,
});

const historyOf = ({ makers, recused, acted }: WaitingCase): DecisionHistory => ({
  acts: [
    ...makers.map((userId) => ({ step: 'REVIEW', userId }) as const),
    ...acted.map(({ user, ...more }) => ({ step: 'APPROVE', userId: user, ...more }) as const),
  ],
  recusedUserIds: recused,
});

const actorOf = (member: Member, delegations: readonly Lent[]): DecidingActor => ({
  userId: member.user,
  roles: member.authorities.map((authority) => ROLE[authority]),
  institutionId: member.institution ?? INSTITUTION,
  isInactive: !member.active,
  delegations: delegations.filter(({ deputy }) => deputy === member.user).map(delegationOf),
});

interface DelegationCase {
  readonly id: string;
  readonly input: { readonly staff: readonly Member[] } & (
    | { readonly kind: 'GRANT'; readonly delegation: Lent }
    | {
        readonly kind: 'ACT';
        readonly user: string;
        readonly delegations: readonly Lent[];
        readonly case: WaitingCase;
      }
    | {
        readonly kind: 'ABSENCE';
        readonly holder: string;
        readonly absent: readonly string[];
        readonly delegations: readonly Lent[];
        readonly case: WaitingCase;
      }
  );
  readonly expect: unknown;
}

function checkDelegationCase({ id, input, expect }: DelegationCase): readonly Difference[] {
  const { staff } = input;
  if (input.kind === 'GRANT') return compare(id, expect, granted(input.delegation, staff));
  if (input.kind === 'ACT') return compare(id, expect, acted(memberOf(staff, input.user), input));
  const { holder, absent, delegations, case: waiting } = input;
  const decider = presentDecider(holder, absent, delegations.map(delegationOf), {
    task: taskOf(waiting),
    history: historyOf(waiting),
    on: waiting.date,
  });
  if (decider === null) return compare(id, expect, { decider: null, escalate: true });
  const { userId, onBehalfOf } = decider;
  return compare(id, expect, { decider: userId, ...(onBehalfOf === null ? {} : { onBehalfOf }) });
}

function granted(lent: Lent, staff: readonly Member[]) {
  const principal = memberOf(staff, lent.principal);
  const verdict = checkDelegation(
    delegationOf(lent),
    {
      ownRoles: principal.authorities.map((authority) => ROLE[authority]),
      isDeputyActive: staff.some(({ user, active }) => user === lent.deputy && active),
      deputyRoles: [],
    },
    parametersAt(PARAMETERS_BEGIN).approval,
    // They don't say on which day it was granted.
    lent.from,
  );
  return verdict.ok ? { ok: true } : { refusal: verdict.refusal.code };
}

function acted(
  member: Member,
  { delegations, case: waiting }: { readonly delegations: readonly Lent[]; readonly case: WaitingCase },
) {
  const actor = actorOf({ ...member, active: true }, delegations);
  const verdict = mayDecide(taskOf(waiting), actor, historyOf(waiting), waiting.date);
  if (!verdict.ok) return { refusal: inItsWords(verdict.refusal.code) };
  const { onBehalfOf } = verdict.value;
  return onBehalfOf === null ? { acts: 'OWN' } : { acts: 'ON_BEHALF_OF', principal: onBehalfOf };
}

/** Who is no member of staff holds nothing. */
function memberOf(staff: readonly Member[], user: string): Member {
  return staff.find((member) => member.user === user) ?? { user, authorities: [], active: false };
}

interface WhoCase {
  readonly id: string;
  readonly input: {
    readonly institution: string;
    readonly staff: readonly Member[];
    readonly delegations: readonly Lent[];
    readonly case: WaitingCase;
  };
  readonly expect: unknown;
}

function checkWho({ id, input, expect }: WhoCase): readonly Difference[] {
  const { institution, staff, delegations, case: waiting } = input;
  const task = taskOf(waiting, institution);
  const answers = staff.map((member) => {
    const verdict = mayDecide(task, actorOf(member, delegations), historyOf(waiting), waiting.date);
    if (!verdict.ok) return [member.user, inItsWords(verdict.refusal.code)];
    const { onBehalfOf } = verdict.value;
    return [member.user, onBehalfOf === null ? 'OWN' : `ON_BEHALF_OF:${onBehalfOf}`];
  });
  return compare(id, expect, Object.fromEntries(answers));
}

function inItsWords(code: string): string {
  return IN_ITS_WORDS[code] ?? code;
}

export const adapter: OracleAdapter = {
  file: 'committee.json',
  blocks: { delegation: checkDelegationCase, who: checkWho },
};
