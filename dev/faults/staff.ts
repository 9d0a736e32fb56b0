import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { ReasonCode } from '../../contracts/texts/texts';
import { type AnswerOf, type PlatformClient, PlatformProblem } from '../../demo/client';
import { DEMO_PASSWORD, staffMail } from '../../demo/people';
import type { Stage } from '../../demo/story';

type Task = AnswerOf<'listTasks'>['items'][number];

/** What a person says to a task; undefined leaves it for the next look. */
export type Answer = Readonly<Record<string, string | number | object>> | undefined;

/** People who answer every task of their inbox, as those of an institution would. */
export interface Staff {
  /** What they could not do, by message, with how often. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Lets them finish what they have in hand. */
  goHome(): Promise<void>;
}

/** Who works at an institution; the second of finance confirms what the first decides. */
const PEOPLE = ['reviewer', 'approver', 'finance', 'finance2', 'risk', 'customer_service', 'board'] as const;
const LOOK_EVERY_MS = 700;
const AT_A_TIME = 8;

/** How people work. */
interface Habits {
  /** Kinds of tasks that they decide wrongly. */
  readonly mistakenAbout?: readonly string[];
  /** Loans of which they know that pressing for money is in vain. */
  readonly leaves?: (caseId: string) => boolean;
}

/** Brings people of these institutions to work. */
export async function staffAtWork(
  stage: Stage,
  institutionCodes: readonly string[],
  { mistakenAbout = [], leaves = () => false }: Habits = {},
): Promise<Staff> {
  const over = new AbortController();
  const refusals = new Map<string, number>();
  // Each desk waits on it.
  setMaxListeners(0, over.signal);
  const office: Office = { stage, refusals, mistakenAbout, leaves, over: over.signal };
  const desks = institutionCodes.flatMap((code) =>
    PEOPLE.map((person) => work(office, staffMail(person, code))),
  );
  return {
    refusals,
    goHome: async () => {
      over.abort();
      await Promise.all(desks);
    },
  };
}

/** Where people work, and how. */
interface Office extends Required<Habits> {
  readonly stage: Stage;
  readonly refusals: Map<string, number>;
  readonly over: AbortSignal;
}

async function work(office: Office, mail: string): Promise<void> {
  const { over, refusals, stage } = office;
  const client = await signedIn(stage.platform, mail);
  if (client === undefined) return;
  while (!over.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    const tasks = await inbox(client).catch(noted(refusals, []));
    for (let from = 0; from < tasks.length && !over.aborted; from += AT_A_TIME) {
      const batch = tasks.slice(from, from + AT_A_TIME);
      await Promise.all(batch.map((task) => decide(office, client, task).catch(noted(refusals, undefined))));
    }
  }
}

/** Not every institution has every person. */
async function signedIn(platform: PlatformClient, mail: string): Promise<PlatformClient | undefined> {
  return platform.signedIn(mail, DEMO_PASSWORD).catch(unlessRefused);
}

async function inbox(client: PlatformClient): Promise<readonly Task[]> {
  const { items } = await client.call('listTasks', { query: { status: 'OPEN', pageSize: '200' } });
  return items.filter(({ barred }) => barred === null);
}

async function decide(office: Office, client: PlatformClient, task: Task): Promise<void> {
  const answer = await answerTo(office, task);
  if (answer === undefined) return;
  await client.call('decideTask', { params: { taskId: task.id }, body: answer, key: uuidv7() });
}

/** What a sensible person decides. */
async function answerTo(
  { leaves, mistakenAbout, stage: { bank } }: Office,
  { caseId, kind, decisions, reason }: Task,
): Promise<Answer> {
  if (kind === 'COLLECT_MANUALLY' && leaves(caseId)) return undefined;
  if (kind === 'RESOLVE_PAYMENT') {
    return mistakenAbout.includes(kind) ? NOT_AT_THE_BANK : await wordOfBook(bank, reason);
  }
  // Most breaks come right by themselves; one that does not is what the bench looks for.
  if (kind === 'RESOLVE_BREAK') return FOR_PEOPLE.has(reason.code) ? SETTLED : undefined;
  if (kind === 'RESOLVE_FEE_DISPUTE') return halfOf(Number(reason.detail?.amountFen));
  if (kind === 'CHECK_BORROWER') return { decision: 'IN_ORDER', reason: 'was there', findings: FINDINGS };
  const decision = PREFERRED.find((word) => (decisions as readonly string[]).includes(word));
  return decision === undefined ? undefined : { decision, reason: 'looked into it' };
}

const NOT_AT_THE_BANK = { decision: 'FAILED', reason: 'the bank does not have it' } as const;

/** What the bank's book says of an order of which nobody could find out what became of it. */
export async function wordOfBook(bank: Stage['bank'], { detail }: Task['reason']): Promise<Answer> {
  const key = String(detail?.key ?? '');
  const moved = (await bank.movementsOfInstitutions(key)).find((entry) => entry.key === key);
  return moved === undefined
    ? NOT_AT_THE_BANK
    : { decision: 'SUCCEEDED', reason: 'the bank has it', bankReference: moved.bankReference };
}

const FINDINGS = { visit: 'ON_SITE', statements: 'RECEIVED', useOfFunds: 'AS_AGREED', business: 'NORMAL' };

/** Who disputes a charge is half right. */
function halfOf(amountFen: number): Answer {
  const grantedFen = Math.floor(amountFen / 2);
  return grantedFen > 0
    ? { decision: 'GRANT', reason: 'half of it was given', amountFen: grantedFen }
    : { decision: 'REJECT', reason: 'nothing is left of it' };
}

const SETTLED = { decision: 'SETTLED', reason: 'corrected by hand' } as const;

/** Money that could not be booked as what it is, and notices that nobody believes: only a person can say. */
const FOR_PEOPLE: ReadonlySet<ReasonCode> = new Set([
  'BREAK_TRANSFER',
  'BREAK_BOOKED_ASIDE',
  'BREAK_NOTICE_AMOUNT',
]);

/** The decision that moves a case on, the first that a task offers. */
const PREFERRED = [
  ...['APPROVE', 'CONFIRM', 'TRY_AGAIN', 'RETURN', 'BOOKS_ARE_RIGHT', 'REACHED', 'DONE', 'WATCH'],
];

/** What is refused is counted: somebody else was faster, or the case has moved on. */
function noted<Value>(refusals: Map<string, number>, instead: Value): (fault: unknown) => Value {
  return (fault) => {
    const text =
      fault instanceof PlatformProblem ? `${fault.status} ${fault.code}` : String((fault as Error).name);
    refusals.set(text, (refusals.get(text) ?? 0) + 1);
    return instead;
  };
}

function unlessRefused(fault: unknown): undefined {
  if (!(fault instanceof PlatformProblem) || fault.status >= 500) throw fault;
}
