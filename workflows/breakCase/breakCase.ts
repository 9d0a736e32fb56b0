import { setHandler } from '@temporalio/workflow';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import { type BreakInput, breakResolvedSignal, type Decided } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import type { TaskKind } from '../../domain/approval/tasks';
import { Case } from '../case/case';
import { unlessGivenUp } from '../case/faults';
import { BusinessTime } from '../shared/businessTime';

type Stage = 'OPEN' | 'TO_CONFIRM' | 'RESOLVED';

/**
 * Something that bank, ledger and loans don't agree on. Stays until a person says how it was settled (two where money
 * may be gone), or until it comes right by itself.
 */
export async function breakCase(input: BreakInput): Promise<void> {
  const difference = new BreakCase(input);
  const settle = async (reason: TaskReason) => difference.settle(await howSettled(difference, reason));
  await unlessGivenUp(
    () => settle(difference.firstReason()),
    () => settle({ code: 'BOOKING_GIVEN_UP', detail: { because: input.reference } }),
  );
  await difference.finish();
}

/** @returns what people say settled it */
async function howSettled(difference: BreakCase, firstReason: TaskReason): Promise<string> {
  for (let reason = firstReason; ; ) {
    const said = await difference.decide('RESOLVE_BREAK', 'OPEN', reason);
    if (said === null) return CAME_RIGHT;
    if (!difference.input.isMoneyOut) return said.reason;
    const toConfirm: TaskReason = { code: 'BREAK_TO_CONFIRM', detail: { because: said.reason } };
    const confirmed = await difference.decide('CONFIRM_BREAK', 'TO_CONFIRM', toConfirm);
    if (confirmed === null) return CAME_RIGHT;
    if (confirmed.decision === 'CONFIRM') return said.reason;
    reason = { code: 'BREAK_DISAGREED', detail: { because: confirmed.reason } };
  }
}

const CAME_RIGHT = 'CAME_RIGHT';

/** Whose conduct it is about does not look at it. */
function actsOf({ detail }: BreakInput): CaseAct[] {
  return detail.person === undefined ? [] : [{ step: 'APPLY', userId: detail.person }];
}

class BreakCase extends Case<Stage> {
  private isRight = false;

  constructor(readonly input: BreakInput) {
    const { breakId, institutionId } = input;
    super(
      { caseType: 'BREAK', caseId: breakId, institutionId, enterpriseId: null },
      new BusinessTime(input),
      STAGE_TEXTS.BREAK,
      { stage: 'OPEN', amountFen: input.amountFen },
      actsOf(input),
    );
    setHandler(breakResolvedSignal, () => {
      this.isRight = true;
    });
  }

  firstReason(): TaskReason {
    const { kind, reference, detail } = this.input;
    if (detail.conduct !== undefined) return { code: `CONDUCT_${detail.conduct}`, detail };
    const told = { ...detail, reference };
    return kind === 'CONDUCT'
      ? { code: 'BREAK_OTHER', detail: { ...told, kind } }
      : { code: `BREAK_${kind}`, detail: told };
  }

  /** @returns null when it has come right meanwhile */
  decide<Kind extends TaskKind>(kind: Kind, stage: Stage, reason: TaskReason): Promise<Decided<Kind> | null> {
    const overBecause = () => (this.isRight ? CAME_RIGHT : null);
    return this.ask(kind, { stage, reason, overBecause, ...this.role() });
  }

  /** What a colleague did is looked at by risk, all else by finance. */
  private role(): { readonly role?: Role } {
    return this.input.kind === 'CONDUCT' ? { role: 'risk' } : {};
  }

  async settle(resolution: string): Promise<void> {
    const { breakId } = this.input;
    await this.enter('RESOLVED', {
      waitingFor: null,
      write: (change, by) => by.settleBreak({ breakId, resolution, change }),
    });
  }
}
