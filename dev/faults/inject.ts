import { createHmac, randomUUID } from 'node:crypto';
import { addDays, isoDate } from '../../domain/calendar';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import { untilReached } from '../demo/patience';
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
      const behaviours = [{ kind: 'HTTP_500', times: fault.times }];
      await stage.bank.plan({ match: { on: 'STATEMENT', account }, behaviours });
      return;
    }
    case 'HOLIDAY':
      return declareHoliday(venue, fault.daysAhead);
    case 'FORGED_NOTICE':
      return forgeNotice(venue, fault.signed);
  }
}

function someOf(lives: readonly Life[], { shuffled }: Chance): Life | undefined {
  return shuffled(lives.filter(({ isClosed }) => !isClosed))[0];
}

/** A workday becomes a holiday, as when the year's plan is published late. */
async function declareHoliday({ read, stage }: Venue, daysAhead: number): Promise<void> {
  const { businessTime } = await stage.platform.call('getHealth');
  const date = addDays(isoDate((businessTime ?? '').slice(0, 10)), daysAhead);
  await read(
    "INSERT INTO calendar_override (date, workday, source) VALUES ($1, false, 'faults') ON CONFLICT DO NOTHING",
    [date],
  );
}

/** A notice that some unsettled order failed, or succeeded with another amount, which the bank never sent. */
async function forgeNotice({ env, read, urls }: Venue, signed: boolean): Promise<void> {
  const [order] = await read<{ key: string; amountFen: number; valueDate: string }>(
    `SELECT key, amount_fen AS "amountFen", value_date AS "valueDate" FROM payment
       ORDER BY (status NOT IN ('SUCCEEDED', 'FAILED')) DESC, created_at DESC LIMIT 1`,
  );
  if (order === undefined) return;
  const body = JSON.stringify({
    noticeId: randomUUID(),
    sequence: 2,
    kind: 'PAYMENT',
    key: order.key,
    status: 'SUCCEEDED',
    code: '00',
    bankReference: `FORGED-${randomUUID().slice(0, 8)}`,
    amountFen: order.amountFen + (signed ? 1 : 0),
    valueDate: order.valueDate,
  });
  const secret = signed ? (env.BANK_NOTICE_SECRET ?? '') : 'a-stranger-guesses';
  const stamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomUUID();
  await untilReached(() =>
    fetch(`${urls.api}/api/bank/notices`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-bank-timestamp': stamp,
        'x-bank-nonce': nonce,
        'x-bank-signature': createHmac('sha256', secret).update(`${stamp}.${nonce}.${body}`).digest('hex'),
      },
      body,
      signal: AbortSignal.timeout(10_000),
    }),
  );
}
