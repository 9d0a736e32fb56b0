import { randomUUID } from 'node:crypto';
import { DEMO_PASSWORD, freshCompany } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { Api, expectProblem, freshKey } from './support';

/** An applicant asks for other terms than were offered: priced and approved anew, and nothing is taken silently. */

let api: Api;
beforeAll(async () => {
  api = await Api.openUnhurried();
});
afterAll(() => api?.platform.release());

const OFFERED = { amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' };
const WANTED = { amountFen: 20_000_000, termMonths: 6, method: 'EQUAL_INSTALMENT' };

async function customer(): Promise<Borrower> {
  const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  return borrower;
}

test('other terms bring another offer, asked for once, by its own applicant, as long as one waits', async () => {
  const [borrower, stranger] = [await customer(), await customer()];
  const applicationId = await borrower.apply(OFFERED);
  const ask = async (body: object, headers = freshKey(), { company } = borrower) =>
    await api.ask(`/api/applications/${applicationId}/terms`, {
      ...{ body, headers, token: await api.signIn(company.mail, DEMO_PASSWORD) },
    });
  expectProblem(await ask(WANTED), 409, 'NOT_IN_STAGE');
  const first = await borrower.winOffer(applicationId);
  expect(first.offer).not.toBeNull();

  const { amountFen, termMonths, method } = first;
  expectProblem(await ask({ amountFen, termMonths, method }), 422, 'TERMS_UNCHANGED');
  expect(expectProblem(await ask({ ...WANTED, amountFen: 1 }), 422, 'INVALID_INPUT').errors).toMatchObject([
    { code: 'AMOUNT_BELOW_MINIMUM', field: 'amountFen' },
  ]);
  expectProblem(await ask(WANTED, freshKey(), stranger), 404, 'NOT_FOUND');
  expectProblem(await ask(WANTED, {}), 400, 'IDEMPOTENCY_KEY_MISSING');
  expect((await borrower.application(applicationId)).amountFen).toBe(OFFERED.amountFen);

  const headers = { 'Idempotency-Key': randomUUID() };
  const asked = await ask(WANTED, headers);
  expect([asked.status, asked.json]).toMatchObject([200, { id: applicationId }]);
  expect((await ask(WANTED, headers)).json).toEqual(asked.json);
  await borrower.reaches(applicationId, 'IN_APPROVAL');
  await borrower.decide('approver', 'APPROVE_APPLICATION', applicationId, 'APPROVE');
  const second = await borrower.offered(applicationId);
  expect(second).toMatchObject(WANTED);
  expect(second.offer?.schedule).not.toEqual(first.offer?.schedule);

  const token = await api.signIn(borrower.company.mail, DEMO_PASSWORD);
  const price = (points: number, by = token) =>
    api.ask(`/api/applications/${applicationId}/offer/price?points=${points}`, { token: by });
  const priced = await price(0);
  expect(priced.json).toMatchObject({
    pointsBalance: 0,
    pointsLimit: 0,
    annualCost: second.offer?.annualCost,
  });
  const { shownSha256 } = priced.json as { readonly shownSha256: string };
  expectProblem(await price(1), 422, 'POINTS_ABOVE_LIMIT');
  expectProblem(await price(0, await api.signIn(stranger.company.mail, DEMO_PASSWORD)), 404, 'NOT_FOUND');
  const sign = (body: object) =>
    api.ask(`/api/applications/${applicationId}/offer/acceptance`, { body, headers: freshKey(), token });
  // What was shown of the offer before, and points that nobody has: it is not taken, and stands.
  expectProblem(await sign({ shownSha256: '0'.repeat(64) }), 409, 'SHOWN_OTHERWISE');
  expectProblem(await sign({ pointsUsed: 1, shownSha256 }), 422, 'POINTS_ABOVE_LIMIT');
  expect((await sign({ shownSha256 })).json).toMatchObject({ stage: 'AWAITING_RELEASE' });
  expectProblem(await ask({ ...WANTED, amountFen: 25_000_000 }), 409, 'NOT_IN_STAGE');
  expectProblem(await price(0), 409, 'NOT_IN_STAGE');
});
