import { MESSAGES } from '../../../contracts/messages';
import { createMailTransport, type MailTransport, renderMail } from '../../../gateways/mail';
import { type SandboxProcess, startSandbox, temporaryFolder } from '../../support/sandboxProcess';

interface Mail {
  readonly id: string;
  readonly messageId: string;
  readonly subject: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
}

const ACTIVATION_URL = 'https://lending.example/activate#enterprise=1&token=a_b-c';

/** Values that satisfy every kind. */
const ALL_VALUES: Record<string, unknown> = {
  enterpriseName: '恒远 <b>Ltd</b>',
  institutionName: '样例小贷',
  activationUrl: ACTIVATION_URL,
  signInUrl: 'https://lending.example/sign-in',
  expiresAt: '2026-01-05T08:30:00.000Z',
  answerBy: '2026-01-20T08:30:00.000Z',
  appealUntil: '2026-02-04',
  reasonZh: '资料不符',
  reasonEn: 'the papers do not match',
  codes: ['K02_TAX_RATING_D', 'R03'],
  reason: '',
  missing: ['profile', 'statements.current.inventoryFen'],
  wish: '',
  amountFen: 123_456_789,
  instalments: 12,
  instalment: 3,
  annualRate: '0.0632',
  annualCost: '0.08125',
  firstDueDate: '2026-02-10',
  outstandingFen: 5_000_000,
  dueDate: '2026-02-10',
  date: '2026-02-10',
  daysBefore: 7,
  daysPastDue: 4,
  resetUrl: 'https://lending.example/reset',
  confirmUrl: 'https://lending.example/confirm#token=5f',
  at: '2026-01-05T08:30:00.000Z',
  agent: 'Firefox · Linux',
  network: '203.0.113.0/24',
  warnings: ['NEW_DEVICE', 'NEW_PLACE', 'MANY_FAILURES', 'AT_NIGHT'],
  isSignedIn: true,
  newMail: 'new@enterprise.example',
  code: '012345',
  change: 'ADDED',
  role: 'reviewer',
  invitationUrl: 'https://lending.example/join#token=5f',
  number: 42,
  recordId: 43,
  hash: 'ab'.repeat(32),
  faults: 0,
  notices: [{ zh: '有一项待办', en: 'a task waits' }],
  inboxUrl: 'https://lending.example/#inbox',
  kind: 'MAIL',
  until: '2026-01-08T08:30:00.000Z',
  stopUrl: 'https://lending.example/stop#token=5f',
  feeZh: '贷款服务费',
  feeEn: 'loan service fee',
  grantedFen: 50_000,
  refundFen: 30_000,
  withdrawnFen: 20_000,
  invoiceNo: '2026-000042',
  validUntil: '2026-02-10',
  effectiveFrom: '2026-03-10',
  isFavourable: false,
  outcome: 'APPLIED',
  maturity: '2027-02-10',
  interestToPayFen: 123_456,
  formerRate: '0.0632',
  expectedRate: '0.0612',
  lpr: '0.031',
  publishedOn: '2026-01-20',
};

const CORRECTION = {
  parts: [
    { part: 'NAME', reasonCode: 'D101', words: '少写 <b>两个字</b>' },
    { part: 'PAPERS', reasonCode: null, words: 'the licence' },
  ],
  isOwnWish: false,
  correctUrl: 'https://lending.example/kyc/corrections',
};

/** Where a name means something else in a message of one kind. */
const OWN_VALUES: Partial<Record<string, Record<string, unknown>>> = {
  TARIFF_NOTICE: { answerBy: '2026-03-09' },
  LOAN_CHANGE_OFFERED: { change: 'EXTEND' },
  LOAN_CHANGE_ENDED: { change: 'EXTEND' },
  ENTERPRISE_INVITATION: { invitedBy: '林晓' },
  PEOPLE_CHANGED: { person: '林晓', change: 'JOINED' },
  ACCESS_HELD: { person: '林晓' },
  CORRECTION_WANTED: CORRECTION,
  CORRECTION_REMINDER: { ...CORRECTION, isOwnWish: true },
};

describe('mail', () => {
  const folder = temporaryFolder();
  let process: SandboxProcess;
  let transport: MailTransport;
  let page: string;

  const start = async () => {
    const env = { SMTP_PORT: '0', MAIL_PAGE_PORT: '0', MAIL_DATA_DIR: folder, MAIL_MAX_MESSAGES: '5' };
    process = await startSandbox('mail', env);
    page = `http://127.0.0.1:${process.ready.port as number}`;
    const smtpUrl = `smtp://127.0.0.1:${process.ready.smtpPort as number}`;
    transport = createMailTransport({ smtpUrl, from: 'SME Lending <no-reply@lending.example>' });
  };
  const end = async (signal?: NodeJS.Signals) => {
    transport.close();
    return process.stop(signal);
  };
  const get = async <Answer>(path: string) => (await (await fetch(page + path)).json()) as Answer;
  const inbox = async (to: string) =>
    (await get<{ messages: Mail[] }>(`/api/messages?to=${encodeURIComponent(to)}`)).messages;
  const send = (to: string, key: string, values = ALL_VALUES) => {
    const mail = renderMail('ACTIVATION', values, 'zh-CN');
    if (!mail.ok) throw new Error(mail.refusal.code);
    return transport.send({ ...mail.value, to, key });
  };

  beforeAll(start);
  afterAll(() => end());

  it.each(Object.keys(MESSAGES))('%s is written in both languages, escaped, the reader’s first', (kind) => {
    const values = { ...ALL_VALUES, ...OWN_VALUES[kind] };
    const chinese = renderMail(kind, values, 'zh-CN');
    const english = renderMail(kind, values, 'en');
    if (!chinese.ok || !english.ok) throw new Error(JSON.stringify([chinese, english]));
    expect(chinese.value.text).toMatch(/^恒远 <b>Ltd<\/b>，您好：[\s\S]*Dear 恒远/);
    expect(english.value.text).toMatch(/^Dear [\s\S]*您好：/);
    expect(chinese.value.html).toContain('恒远 &lt;b&gt;Ltd&lt;/b&gt;');
    expect(chinese.value.html).not.toContain('<b>');
    expect(`${chinese.value.subject}${chinese.value.text}`).not.toMatch(/undefined|NaN|\[object/);
  });

  it('shows money, rates and instants as people write them', () => {
    const offer = renderMail('OFFER', ALL_VALUES, 'zh-CN');
    if (!offer.ok) throw new Error(offer.refusal.code);
    expect(offer.value.text).toContain('¥1,234,567.89');
    expect(offer.value.text).toContain('6.32%');
    expect(offer.value.text).toContain('8.13%');
    expect(offer.value.text).toContain('2026-01-05 16:30 (UTC+8)');
  });

  it('gives reasons and missing fields in words, not in codes', () => {
    const declined = renderMail('APPLICATION_DECLINED', ALL_VALUES, 'zh-CN');
    const wanted = renderMail('INFORMATION_WANTED', ALL_VALUES, 'zh-CN');
    if (!declined.ok || !wanted.ok) throw new Error('refused');
    expect(declined.value.text).toContain('主要原因：纳税信用为 D 级；流动比率较低');
    expect(declined.value.text).toContain('Main reasons: Tax credit rating D; Low current ratio');
    expect(wanted.value.text).toContain('请补充或更正：企业概况；本年报表：存货');
    expect(wanted.value.text).toContain(
      'Please add or correct: Profile of the enterprise; Statements of this year: Inventory',
    );
    const byPerson = renderMail('APPLICATION_DECLINED', { ...ALL_VALUES, reason: 'no lease' }, 'en');
    expect(byPerson).toMatchObject({ value: { text: expect.stringContaining('Main reasons: no lease') } });
    expect(byPerson).toMatchObject({ value: { text: expect.stringContaining('appeal by 2026-02-04') } });
    const numbered = { ...ALL_VALUES, codes: ['D201'], reason: 'see the second half' };
    expect(renderMail('APPLICATION_DECLINED', numbered, 'en')).toMatchObject({
      value: {
        text: expect.stringContaining(
          'Main reasons: The expected cash flow does not cover principal and interest; see the second half',
        ),
      },
    });
    const listed = renderMail('ONBOARDING_REFUSED', { ...ALL_VALUES, codes: ['D103'] }, 'en');
    expect(listed).toMatchObject({ value: { text: expect.not.stringMatching(/D103|list|名单/) } });
    const final = renderMail('APPLICATION_DECLINED', { ...ALL_VALUES, appealUntil: undefined }, 'en');
    expect(final).toMatchObject({ value: { text: expect.not.stringContaining('appeal') } });
    const silent = renderMail('APPLICATION_DECLINED', { ...ALL_VALUES, codes: [] }, 'en');
    expect(silent).toMatchObject({ refusal: { code: 'MESSAGE_VALUES_INVALID' } });
  });

  it('refuses a kind that there is no template for, and values that are missing or dangerous', () => {
    expect(renderMail('NOPE', {}, 'en')).toMatchObject({ refusal: { code: 'MESSAGE_KIND_UNKNOWN' } });
    expect(renderMail('constructor', {}, 'en')).toMatchObject({ refusal: { code: 'MESSAGE_KIND_UNKNOWN' } });
    expect(renderMail('OFFER', {}, 'en')).toMatchObject({ refusal: { code: 'MESSAGE_VALUES_INVALID' } });
    const script = { ...ALL_VALUES, activationUrl: 'javascript:alert(1)' };
    expect(renderMail('ACTIVATION', script, 'en')).toMatchObject({
      refusal: { code: 'MESSAGE_VALUES_INVALID' },
    });
  });

  it('goes over SMTP into the box, where its link can be found', async () => {
    expect(await send('Ops@Enterprise.example', 'activation/1')).toMatchObject({ status: 'accepted' });
    const [listed] = await inbox('ops@enterprise.example');
    const mail = await get<Mail>(`/api/messages/${listed?.id}`);
    expect(mail.subject).toBe('请激活您的账户 / Please activate your account');
    expect(mail.links).toContain(ACTIVATION_URL);
    expect(mail.text).toContain(ACTIVATION_URL);
  });

  it('has the same Message-ID when the same key is sent again', async () => {
    const first = await send('twice@enterprise.example', 'activation/2');
    expect(await send('twice@enterprise.example', 'activation/2')).toEqual(first);
    const mails = await inbox('twice@enterprise.example');
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(1);
  });

  it('lets no value forge a header or a second recipient', async () => {
    const forged = { ...ALL_VALUES, enterpriseName: 'x\r\nBcc: victim@enterprise.example\r\n\r\nbody' };
    await send('one@enterprise.example', 'activation/3', forged);
    const outcome = await send('one@enterprise.example, victim@enterprise.example', 'activation/4');
    expect(outcome.status === 'refused' || (await inbox('victim@enterprise.example')).length === 0).toBe(
      true,
    );
    expect(await inbox('victim@enterprise.example')).toHaveLength(0);
  });

  it('is refused for good when there is no such mailbox, and is a fault when the server is away', async () => {
    expect(await send('nobody@nowhere.invalid', 'activation/5')).toEqual({
      status: 'refused',
      code: 'SMTP_550',
    });
    const nobody = createMailTransport({ smtpUrl: 'smtp://127.0.0.1:9', from: 'a@b.example' });
    const mail = { subject: 's', text: 't', html: 'h', to: 'a@b.example', key: 'k' };
    await expect(nobody.send(mail)).rejects.toMatchObject({ name: 'MailFault' });
    nobody.close();
  });

  it('keeps what it took when it is killed, and no more than its bound', async () => {
    for (let index = 0; index < 6; index += 1)
      await send(`bound${index}@enterprise.example`, `bound/${index}`);
    await end('SIGKILL');
    await start();
    const { messages } = await get<{ messages: Mail[] }>('/api/messages');
    expect(messages).toHaveLength(5);
    expect(messages[0]?.to).toEqual(['bound5@enterprise.example']);
    expect((await get<Mail>(`/api/messages/${messages[0]?.id}`)).links).toContain(ACTIVATION_URL);
  });

  it('shows mail to people without running anything in it', async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    await transport.send({
      subject: hostile,
      text: hostile,
      html: hostile,
      to: 'page@enterprise.example',
      key: 'h',
    });
    const [mail] = await inbox('page@enterprise.example');
    const list = await fetch(page);
    expect(await list.text()).not.toContain('<script>');
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
    const view = await (await fetch(`${page}/messages/${mail?.id}`)).text();
    expect(view).not.toContain('<script>');
    expect(view).toContain('<iframe sandbox=""');
    const frame = await fetch(`${page}/messages/${mail?.id}/html`);
    expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  });

  it('can be emptied', async () => {
    await fetch(`${page}/api/messages`, { method: 'DELETE' });
    expect(await get<unknown>('/api/messages')).toEqual({ messages: [] });
    expect((await fetch(`${page}/messages/nope`)).status).toBe(404);
    expect((await fetch(`${page}/messages/..%2F..%2Fetc`)).status).toBe(404);
  });
});
