import { createBureauGateway } from '../../../gateways/bureau';
import { createRegistryGateway } from '../../../gateways/registry';
import { createScreeningGateway } from '../../../gateways/screening';
import { createSmsGateway, renderSms } from '../../../gateways/sms';
import { type SandboxProcess, startSandbox, temporaryFolder } from '../../support/sandboxProcess';

const USCC = '91310000MA1FL0KX4H';
const API_KEY = 'k'.repeat(32);
const OTHER = '91310000MA1FL0KX5H';

describe('registry, lists, credit bureau and SMS', () => {
  const folder = temporaryFolder();
  let process: SandboxProcess;
  let url: string;

  const start = async () => {
    process = await startSandbox('services', {
      SERVICES_PORT: '0',
      SERVICES_DATA_DIR: folder,
      SERVICES_API_KEY: API_KEY,
    });
    url = `http://127.0.0.1:${process.ready.port as number}`;
  };
  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const lender = (path: string, body: unknown, apiKey = API_KEY) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(body),
    });
  const address = () => ({ url, apiKey: API_KEY });

  beforeAll(start);
  afterAll(() => process.stop());

  it('registers an unknown company under the name that was claimed first, and keeps it', async () => {
    const registry = createRegistryGateway(address());
    const claim = { name: '上海恒远精密机械有限公司', legalPerson: '王 & 李?' };
    const first = await registry.lookUp(USCC, claim);
    expect(first).toMatchObject({ status: 'found', company: { ...claim, status: 'IN_BUSINESS' } });
    const imposter = await registry.lookUp(USCC, { name: '别的公司', legalPerson: '张三' });
    expect(imposter).toEqual(first);
    await process.stop('SIGKILL');
    await start();
    expect(await createRegistryGateway(address()).lookUp(USCC)).toEqual(first);
  });

  it('shows what an operator laid down, and that a company does not exist', async () => {
    await post('/overrides', { uscc: OTHER, registry: { status: 'REVOKED' }, bureau: { taxRating: null } });
    await post('/overrides', { uscc: OTHER, bureau: { maxDpd24m: 95, daysPastDue: 40, litigation: 'OPEN' } });
    expect(await createRegistryGateway(address()).lookUp(OTHER)).toMatchObject({
      company: { status: 'REVOKED' },
    });
    expect(await createBureauGateway(address()).pullReport(OTHER)).toMatchObject({
      maxDpd24m: 95,
      daysPastDue: 40,
      litigation: 'OPEN',
      taxRating: null,
    });
    await post('/overrides', { uscc: OTHER, registry: { found: false } });
    expect(await createRegistryGateway(address()).lookUp(OTHER)).toEqual({ status: 'notFound' });
  });

  it('gives the same report until the record changes', async () => {
    const bureau = createBureauGateway(address());
    const first = await bureau.pullReport(USCC);
    expect(await bureau.pullReport(USCC)).toEqual(first);
    await post('/overrides', { uscc: USCC, bureau: { enquiries6m: 9 } });
    expect((await bureau.pullReport(USCC)).reportId).not.toBe(first.reportId);
  });

  it('turns a failing service into a fault with a code', async () => {
    const registry = createRegistryGateway(address());
    const impatient = createRegistryGateway({ ...address(), timeoutMs: 1_000 });
    await post('/plans', {
      match: { service: 'REGISTRY', uscc: USCC },
      behaviours: [{ kind: 'HTTP_500' }, { kind: 'NOT_REACHED' }, { kind: 'SLOW', delayMs: 5_000 }],
    });
    await expect(registry.lookUp(USCC)).rejects.toMatchObject({ name: 'ServiceFault', code: 'SERVER_FAULT' });
    await expect(registry.lookUp(USCC)).rejects.toMatchObject({ code: 'NO_ANSWER' });
    await expect(impatient.lookUp(USCC)).rejects.toMatchObject({ code: 'NO_ANSWER' });
    expect(await registry.lookUp(USCC)).toMatchObject({ status: 'found' });
    const nobody = createRegistryGateway({ url: 'http://127.0.0.1:9', apiKey: API_KEY });
    await expect(nobody.lookUp(USCC)).rejects.toMatchObject({ code: 'NOT_REACHED' });
  });

  it('serves the lists as the domain compares them, and replaces a list by import', async () => {
    const screening = createScreeningGateway(address());
    const before = await screening.fetchList();
    expect(before.entries).toContainEqual(
      expect.objectContaining({
        entryId: 'T-002',
        names: ['莫须有', 'Mo Xuyou', 'Mo Hsu-yu'],
        birthDate: '1975-03-14',
      }),
    );
    const csv =
      'list_code,entry_id,type,primary_name,aliases,birth_date,countries,identifiers,programme,listed_on,source_url\n' +
      'SANDBOX_UN,U-900,org,"Comma, Quote ""Ltd""",A;B,,KP,uscc:9X:1,p,2024-01-01,https://lists.example\n';
    const send = (body: string) =>
      fetch(`${url}/screening/lists`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
    expect((await send(csv)).status).toBe(201);
    const after = await screening.fetchList();
    expect(after.version).not.toBe(before.version);
    expect(after.entries.filter((entry) => entry.listCode === 'SANDBOX_UN')).toEqual([
      expect.objectContaining({
        names: ['Comma, Quote "Ltd"', 'A', 'B'],
        identifiers: [{ type: 'USCC', value: '9X:1' }],
        birthDate: null,
      }),
    ]);
    expect((await send('not,a,list')).status).toBe(400);
    expect((await send(csv.replace('org', 'ghost'))).status).toBe(400);
  });

  it('sends one short message per key, and refuses a number that can not be', async () => {
    const sms = createSmsGateway(address());
    const values = {
      amountFen: 123_456,
      instalment: 3,
      daysBefore: 3,
      dueDate: '2026-02-10',
      enterpriseName: '恒远',
      institutionName: '样例小贷',
    };
    const text = renderSms('INSTALMENT_REMINDER', values, 'zh-CN');
    if (!text.ok) throw new Error(text.refusal.code);
    expect(text.value).toMatch(
      /^【样例小贷】还款提醒：3 天后扣款，期数：3，金额：¥1,234\.56，到期日：2026-02-10。 Reminder/,
    );
    const message = { key: 'loan/1/reminder', to: '13800138000', text: text.value };
    const first = await sms.send(message);
    expect(first.status).toBe('accepted');
    expect(await sms.send(message)).toEqual(first);
    const answer = await fetch(`${url}/sms/messages?to=13800138000`);
    expect((await answer.json()) as unknown).toMatchObject({ messages: [{ text: text.value }] });
    expect(await (await fetch(`${url}/sms`)).text()).toContain('样例小贷');
    expect(await sms.send({ ...message, key: 'x', to: 'nobody' })).toEqual({
      status: 'refused',
      code: 'NUMBER_INVALID',
    });
  });

  it('answers nobody who does not show the key', async () => {
    const stranger = { ...address(), apiKey: 'x'.repeat(32) };
    const refused = { name: 'ServiceFault', code: 'REQUEST_REFUSED' };
    await expect(createRegistryGateway(stranger).lookUp(USCC)).rejects.toMatchObject(refused);
    await expect(createBureauGateway(stranger).pullReport(USCC)).rejects.toMatchObject(refused);
    await expect(createScreeningGateway(stranger).fetchList()).rejects.toMatchObject(refused);
    const message = { key: 'stranger', to: '13800138001', text: 'x' };
    await expect(createSmsGateway(stranger).send(message)).rejects.toMatchObject(refused);
    expect((await fetch(`${url}/bureau/${USCC}`)).status).toBe(401);
  });

  it('answers garbage with 400 and logs no personal data', async () => {
    expect((await lender('/registry/checks', { uscc: 'short' })).status).toBe(400);
    expect((await lender('/sms', { to: '1' })).status).toBe(400);
    const log = JSON.stringify(process.log);
    expect(log).toContain('/registry/checks');
    expect(log).not.toContain('13800138000');
    expect(log).not.toContain(USCC);
  });
});
