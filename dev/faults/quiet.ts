import { setTimeout as sleep } from 'node:timers/promises';
import { type InstitutionId, workflowIds } from '../../contracts/ids';
import { lookInto } from '../../gateways/temporal/openProcesses';
import type { Say } from '../progress';
import { type Books, readBooks } from './books';
import { ENDS_OF_CHARGES } from './invariants';
import type { Venue } from './venue';

const WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 3_000;

/** Reads the books until nothing is left to wait for, or nothing has come nearer to it for so long. */
export async function untilQuiet(venue: Venue, say: Say, withinMs = WITHIN_MS): Promise<Books> {
  let [known, deadline] = ['', 0];
  for (;;) {
    const books = await readBooks(venue);
    const waitsFor = unquiet(books);
    const found = [...waitsFor, ...books.openDays].join();
    if (found !== known) [known, deadline] = [found, Date.now() + withinMs];
    if (waitsFor.length === 0 || Date.now() > deadline) return books;
    say(`  waits for ${waitsFor.join(', ')}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Days that stay open, with what their process says of itself. */
export async function explained({ temporal, read }: Venue, books: Books): Promise<Books> {
  const explain = async (day: string): Promise<string> => {
    const [code, step] = day.split(' ');
    const [institution] = await read<{ id: InstitutionId }>('SELECT id FROM institution WHERE code = $1', [
      code,
    ]);
    const { endOfDay, reconciliation } = workflowIds;
    const process = (step === 'END_OF_DAY' ? endOfDay : reconciliation)(institution?.id as InstitutionId);
    return `${day}: ${JSON.stringify(await lookInto(temporal, process))}`;
  };
  return { ...books, openDays: await Promise.all(books.openDays.map(explain)) };
}

function unquiet(books: Books): string[] {
  const open: readonly (readonly [number, string])[] = [
    [books.orders.filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED').length, 'orders'],
    [books.loans.filter(({ status }) => status !== 'CLOSED').length, 'loans'],
    [books.charges.filter(({ status }) => !ENDS_OF_CHARGES.has(status)).length, 'charges'],
    [books.strayLadders.length, 'ladders'],
    [books.openTasks.length, 'tasks'],
    [books.atBank.underWay, 'requests at the bank'],
    [books.atBank.noticesOwed + books.waitingNotices.length, 'notices'],
    [books.unsentMessages.length, 'messages'],
    [books.openDays.length, 'steps of days'],
    [books.breaks.filter(({ tasks }) => tasks === 0).length, 'breaks without a task'],
    [books.strayItems.length, 'items of reconciliation'],
  ];
  return open.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}
