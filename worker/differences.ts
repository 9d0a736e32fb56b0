import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { BreakId, InstitutionId, ReceiptId } from '../contracts/ids';
import type { BreakInput, ReceiptInput, TimeInput } from '../contracts/workflows';
import { type Break, findBreaksToTell, findBreaksWithoutProcess } from '../gateways/database/breaks';
import type { Database } from '../gateways/database/client';
import { findReceiptsToTell, findReceiptsWithoutProcess, type Receipt } from '../gateways/database/receipts';
import { signalBreakResolved, signalReceiptClaimed } from '../gateways/temporal/queries';
import { startBreak, startReceipt } from '../gateways/temporal/starts';

interface Parts {
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly log: Logger;
}

/** Of one sweep: a day that went badly wrong is begun over a few of them. */
const AT_ONCE = 200;

/** Begins the processes of what was found to differ, and ends those of what came right. */
export async function startDifferences({ sql, client, log }: Parts, time: TimeInput): Promise<void> {
  const each = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>) => {
    for (const item of items) {
      await work(item).catch((error: unknown) =>
        log.warn({ err: error }, 'a difference waits for the next sweep'),
      );
    }
  };
  await each(await findBreaksWithoutProcess(sql, AT_ONCE), async (found) => {
    log.warn({ kind: found.kind, reference: found.reference }, 'something differs');
    await startBreak(client, breakInput(found, time));
  });
  await each(await findReceiptsWithoutProcess(sql, AT_ONCE), (found) =>
    startReceipt(client, receiptInput(found, time)),
  );
  await each(await findBreaksToTell(sql, AT_ONCE), (id) => signalBreakResolved(client, id as BreakId));
  await each(await findReceiptsToTell(sql, AT_ONCE), (id) => signalReceiptClaimed(client, id as ReceiptId));
}

/** What the process of a break begins with. */
export function breakInput(found: Break, time: TimeInput): BreakInput {
  return {
    ...time,
    breakId: found.id as BreakId,
    institutionId: found.institutionId as InstitutionId,
    kind: found.kind,
    reference: found.reference,
    amountFen: found.amountFen,
    isMoneyOut: isMoneyOut(found),
    detail: found.detail,
  };
}

/** What the process of a receipt begins with. */
export function receiptInput(found: Receipt, time: TimeInput): ReceiptInput {
  const { id, institutionId, amountFen, bankDate, bankReference, reason, suggestions, takenFrom } = found;
  return {
    ...time,
    ...{ receiptId: id as ReceiptId, institutionId: institutionId as InstitutionId },
    ...{ amountFen, bankDate, bankReference, reason, suggestions, takenFrom },
  };
}

/** Money that left, or should not have. */
function isMoneyOut({ detail, amountFen }: Break): boolean {
  return detail.direction === 'OUT' && amountFen !== null;
}
