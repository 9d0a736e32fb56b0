import { uuidv7 } from 'uuidv7';
import { DEMO_PASSWORD, freshCompany } from '../../../demo/people';
import { Borrower, type StaffName } from '../../../demo/story';
import type { Api } from '../../integration/api/support';
import { STAFF, type StaffCases } from './visits';

/** What the addresses of screens are filled in with, by the names that they have there: `applicationId`. */
export type Ids = Readonly<Record<string, string>>;

/** An enterprise of the seeded cases, and what is its own. */
export interface Party {
  readonly mail: string;
  readonly ids: Ids;
}

interface Row {
  readonly id: string;
  readonly stage?: string;
}

/** A review, or a charge, that is not there. */
const NO_SUCH = '0198c1f0-0000-7000-8000-000000000000';

/** Enterprises of Jiangnan's seeded cases: one that repays a loan, and one that has an offer to answer. */
export async function partiesOf(api: Api): Promise<{ readonly borrower: Party; readonly offered: Party }> {
  const theirs = await listed(api, await api.staff('finance'), '/api/loans');
  let [borrower, offered]: (Party | undefined)[] = [];
  for (const mail of await mailsOf(api)) {
    const token = await api.signIn(mail, DEMO_PASSWORD).catch(() => null);
    // Who has not activated yet can't sign in.
    if (token === null) continue;
    const [application] = await listed(api, token, '/api/applications');
    const [loan] = await listed(api, token, '/api/loans');
    if (theirs.some(({ id }) => id === loan?.id))
      borrower = { mail, ids: { ...idsOf({ application, loan }), feeId: NO_SUCH } };
    else if (application?.stage === 'OFFERED') offered = { mail, ids: idsOf({ application }) };
  }
  if (borrower === undefined || offered === undefined) throw new Error('the seeded cases lack a party');
  return { borrower, offered };
}

/** What the staff look at: seeded cases, and of the committee and the board one that waits for each. */
export async function staffCasesOf(api: Api): Promise<StaffCases> {
  const [jiangnan, beichen] = [await casesAt(api, 'JIANGNAN'), await casesAt(api, 'BEICHEN')];
  const [committee, board] = await Promise.all([forTheCommittee(api), forTheBoard(api)]);
  const ofJiangnan = Object.fromEntries(STAFF.map((role) => [role, jiangnan])) as StaffCases;
  return {
    ...ofJiangnan,
    operator: jiangnan,
    committee: { ...beichen, taskId: committee.id },
    board: { ...beichen, taskId: board.id },
  };
}

async function casesAt(api: Api, institution: 'JIANGNAN' | 'BEICHEN'): Promise<Ids> {
  const [finance, reviewer] = [
    await api.staff('finance', institution),
    await api.staff('reviewer', institution),
  ];
  const [[loan], [payment], [application], [enterprise], [task]] = await Promise.all([
    listed(api, finance, '/api/loans'),
    listed(api, finance, '/api/payments'),
    listed(api, reviewer, '/api/applications'),
    listed(api, reviewer, '/api/enterprises'),
    listed(api, reviewer, '/api/tasks'),
  ]);
  return { ...idsOf({ loan, payment, application, enterprise, task }), reviewId: NO_SUCH, feeId: NO_SUCH };
}

const LARGE = {
  amountFen: 1_200_000_000,
  termMonths: 12,
  method: 'INTEREST_ONLY',
  purpose: '新建冷链仓库',
} as const;
const COMMITTEE = [1, 2, 3, 4, 5, 6].map((seat) => `committee${seat}` as const);

/** A loan that is large enough, on the table of the committee. */
async function forTheCommittee(api: Api) {
  const borrower = await (await Borrower.register(api.stage, freshCompany('BEICHEN'))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply(LARGE);
  await borrower.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');
  const { id } = await borrower.task('committee1', 'DECIDE_AS_COMMITTEE', applicationId);
  return { id, borrower, applicationId };
}

/** Another one, which the committee has voted for. */
async function forTheBoard(api: Api) {
  const { id: taskId, borrower, applicationId } = await forTheCommittee(api);
  const vote = async (name: StaffName, ballot: 'YES' | 'NO_VETO') => {
    const person = await borrower.staff(name);
    await person.call('voteOnTask', { params: { taskId }, body: { ballot, reason: '' }, key: uuidv7() });
  };
  for (const name of COMMITTEE) await vote(name, 'YES');
  await vote('chair', 'NO_VETO');
  return await borrower.task('board', 'APPROVE_APPLICATION', applicationId);
}

function idsOf(rows: Readonly<Record<string, Row | undefined>>): Ids {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([name, row]) => (row === undefined ? [] : [[`${name}Id`, row.id]])),
  );
}

async function listed(api: Api, token: string, path: string): Promise<readonly Row[]> {
  const { json } = await api.ask(path, { token });
  return (json as { readonly items: readonly Row[] }).items;
}

/** Whom the platform has written to of the enterprises. */
async function mailsOf(api: Api): Promise<ReadonlySet<string>> {
  const response = await fetch(`${api.platform.urls.mail}/api/messages`);
  const { messages } = (await response.json()) as { readonly messages: readonly { readonly to: string[] }[] };
  return new Set(messages.flatMap(({ to }) => to).filter((mail) => mail.endsWith('@company.example')));
}
