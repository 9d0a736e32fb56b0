import { DEMO_PASSWORD } from '../../../demo/people';
import type { Api } from '../../integration/api/support';

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

/** What the staff of Jiangnan look at. */
export async function staffCasesOf(api: Api): Promise<Ids> {
  const [finance, reviewer] = [await api.staff('finance'), await api.staff('reviewer')];
  const [[loan], [payment], [application], [enterprise], [task]] = await Promise.all([
    listed(api, finance, '/api/loans'),
    listed(api, finance, '/api/payments'),
    listed(api, reviewer, '/api/applications'),
    listed(api, reviewer, '/api/enterprises'),
    listed(api, reviewer, '/api/tasks'),
  ]);
  return { ...idsOf({ loan, payment, application, enterprise, task }), reviewId: NO_SUCH, feeId: NO_SUCH };
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
