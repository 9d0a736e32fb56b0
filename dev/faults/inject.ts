import { DEMO_PASSWORD, OPERATOR_MAIL } from '../../demo/people';
import type { Stage } from '../../demo/story';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import { behaviourOf } from './bankFaults';
import type { Chance } from './chance';
import type { Fault } from './draw';
import type { Life } from './life';
import type { Venue } from './venue';

/** Has a fault happen to the platform and to one of the loans that live; resolves when it is over. */
export async function inject(
  fault: Fault,
  venue: Venue,
  lives: readonly Life[],
  chance: Chance,
): Promise<void> {
  const { machine, stage } = venue;
  switch (fault.kind) {
    case 'KILL':
      return machine.kill(fault.part);
    case 'POWER':
      return machine.killAll();
    case 'FREEZE':
      return machine.freeze(fault.part, fault.forMs);
    case 'CUT':
      return machine.cut(fault.line, fault.forMs);
    case 'SEVER':
      return machine.sever(fault.role);
    case 'BANK': {
      const behaviours = fault.cells.map((cell) => behaviourOf(cell, chance));
      const { account } = someOf(lives, chance) ?? { account: undefined };
      await stage.bank.plan({ match: account === undefined ? {} : { account }, behaviours });
      return;
    }
    case 'BROKEN_FILE': {
      const [institution] = chance.shuffled(INSTITUTIONS);
      const account = institution?.bankAccountNo ?? '';
      const behaviours = [{ kind: fault.how, times: fault.times }];
      await stage.bank.plan({ match: { on: 'STATEMENT', account }, behaviours });
      return;
    }
    case 'HOLIDAY':
      return declareHoliday(stage, fault.daysAhead);
  }
}

function someOf(lives: readonly Life[], { shuffled }: Chance): Life | undefined {
  return shuffled(lives.filter(({ isClosed }) => !isClosed))[0];
}

/** A workday becomes a holiday, as when the year's plan is published late; a day that has come is refused. */
async function declareHoliday(stage: Stage, daysAhead: number): Promise<void> {
  const { businessTime } = await stage.platform.call('getHealth');
  const date = addDays(isoDate((businessTime ?? '').slice(0, 10)), daysAhead);
  const operator = await stage.platform.signedIn(OPERATOR_MAIL, DEMO_PASSWORD);
  const body = { isWorkday: false, reason: 'announced late' };
  await operator.call('declareDay', { params: { date }, body });
}
