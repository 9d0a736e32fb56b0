import { DEMO_PASSWORD, freshCompany, registrationOf } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { Api, expectProblem, freshKey } from './support';

const AMOUNT_FEN = 30_000_000;

let api: Api;
let borrower: Borrower;
let applicationId: string;

beforeAll(async () => {
  api = await Api.openUnhurried();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
});

afterAll(() => api?.platform.release());

const owner = () => api.signIn(borrower.company.mail, DEMO_PASSWORD);
const purposesInForce = async () => {
  const { items } = await borrower.client.call('listConsents', {});
  return items.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ purpose }) => purpose);
};

test('the texts are read before they are agreed to, in both languages', async () => {
  const [zh, en] = await Promise.all(
    ['zh-CN', 'en'].map((language) =>
      api.ask('/api/legal-texts', { headers: { 'accept-language': language } }),
    ),
  );
  expect(zh?.text).toContain('征信查询授权书');
  expect(en?.text).toContain('Consent to credit enquiries');
});

test('without agreeing to the privacy policy, or to a text that is not in force, nobody is registered', async () => {
  const register = (consents: readonly object[]) =>
    api.ask('/api/enterprises', {
      body: { ...registrationOf(freshCompany('JIANGNAN')), consents },
      headers: freshKey(),
    });
  expectProblem(await register([]), 422);
  expectProblem(await register([{ purpose: 'PRIVACY_POLICY', version: 99 }]), 422);
});

test('the credit bureau is asked with consent only: without it the case waits, and goes on once it is given', async () => {
  expect(await purposesInForce()).toEqual(expect.arrayContaining(['PRIVACY_POLICY', 'CREDIT_ENQUIRY']));
  await borrower.client.call('withdrawConsent', { body: { purpose: 'CREDIT_ENQUIRY' } });
  applicationId = await borrower.apply({ amountFen: AMOUNT_FEN, termMonths: 12, purpose: 'stock' });
  const params = { applicationId };
  const waiting = await waitFor('the case to wait for the consent', async () => {
    const found = await borrower.client.call('getApplication', { params });
    return found.stage === 'AWAITING_INFORMATION' ? found : undefined;
  });
  expect(waiting.missing).toEqual(['consents.CREDIT_ENQUIRY']);
  await borrower.client.call('giveConsent', { body: { purpose: 'CREDIT_ENQUIRY', version: 1 } });
  await borrower.client.call('supplyInformation', { params, body: {} });
  await waitFor('the review', async () => {
    const { stage } = await borrower.client.call('getApplication', { params });
    return stage === 'IN_REVIEW' ? true : undefined;
  });
});

test('all that is kept is handed out to its own people, and to nobody else', async () => {
  const data = await borrower.client.call('exportOwnData', {});
  const { bankAccountNo, legalPerson, mail, mobile } = borrower.company;
  expect(data.enterprise).toMatchObject({ bankAccountNo, legalPerson, mail, mobile: `+86${mobile}` });
  expect(data.applications).toEqual([expect.objectContaining({ id: applicationId, amountFen: AMOUNT_FEN })]);
  expect(data.acts.length).toBeGreaterThan(0);
  expectProblem(await api.ask('/api/me/data', { token: await api.staff('reviewer') }), 403, 'NOT_YOUR_ROLE');
});

test('an account is closed when nothing is open; then nobody signs in, and the address is free', async () => {
  const close = async () =>
    api.ask('/api/me/closing', { body: { confirm: 'CLOSE' }, token: await owner(), headers: freshKey() });
  expectProblem(await close(), 409, 'BUSINESS_OPEN');
  await borrower.client.call('withdrawApplication', { params: { applicationId } });
  await waitFor('the application to be over', async () => {
    const { stage } = await borrower.client.call('getApplication', { params: { applicationId } });
    return stage === 'WITHDRAWN' ? true : undefined;
  });
  const token = await owner();
  expect((await close()).json).toEqual({
    keptUntil: expect.stringMatching(/^20\d\d-/),
    isPersonGone: true,
  });
  expectProblem(await api.ask('/api/me', { token }), 401, 'NOT_SIGNED_IN');
  const { mail } = borrower.company;
  const signIn = { email: mail, password: DEMO_PASSWORD, bearer: true };
  expectProblem(await api.ask('/api/auth/sign-in', { body: signIn }), 401, 'WRONG_CREDENTIALS');
  const again = { ...registrationOf(freshCompany('BEICHEN')), mail };
  expect((await api.ask('/api/enterprises', { body: again, headers: freshKey() })).status).toBe(201);
});
