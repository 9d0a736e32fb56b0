import { uuidv7 } from 'uuidv7';
import { DEMO_TOTP_SECRET } from '../../demo/factor';
import { DEMO_PASSWORD, staffMail } from '../../demo/people';
import { codeAt } from '../../gateways/auth/totp';
import { Api } from '../integration/api/support';
import { barriers, brokenWords, overhang } from './support/axe';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { expectSound } from './support/sound';

let api: Api;
let screens: Screens;

beforeAll(async () => {
  api = await Api.openForPeople();
  screens = await Screens.open(api.platform.urls.api);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

const audited = {
  ...{ id: uuidv7(), loanId: uuidv7(), enterpriseId: uuidv7(), amountFen: 300_000 },
  ...{ createdAt: '2026-11-29T02:00:00.000Z' },
  consent: { hash: 'a5'.repeat(32), by: uuidv7(), at: '2026-11-29T03:00:00.000Z' },
};
const posted = { entryId: '7', businessKey: 'k', entryDate: '2026-11-29', amountFen: 300_000 };
/** The demo has none yet. */
const AUDITED = {
  fees: {
    ...{ ...audited, rule: 'ADVICE', version: 'v2026-11', kind: 'CONSULTING', period: '2026-11' },
    ...{ status: 'COLLECTED', postings: [{ ...posted, event: 'FEE_BILLED' }] },
    approvals: [{ by: uuidv7(), what: 'WAIVE', at: null }],
  },
  'loan-changes': {
    ...{ ...audited, rule: 'EXTEND', version: '2026-01', kind: 'EXTEND', status: 'APPLIED', postings: [] },
    approvals: [{ by: uuidv7(), what: 'approver', at: '2026-11-29T02:30:00.000Z' }],
  },
};

const LOOKS: readonly Look[] = [PHONE, { ...PHONE, language: 'en', theme: 'DARK' }, DESK];

describe('the two doors', () => {
  test.each(LOOKS)(
    'a stranger sees the door of enterprises, and nothing is in the way ($language, $width)',
    async (look) => {
      const person = await screens.person(look);
      const page = await person.newPage();
      await page.goto('/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(look.language);
      expect(await barriers(page)).toEqual([]);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      await person.close();
    },
  );

  test('the first view is in the page before any script has run', async () => {
    const { text, status } = await api.ask('/', { headers: { 'accept-language': 'en' } });
    expect(status).toBe(200);
    expect(text).toMatch(/<div id="root">.*<h1>/s);
  });

  test.each(['/sign-in', '/register', '/verify', '/calculator'])(
    'nothing can be typed or chosen before the scripts have come, which would be lost: %s',
    async (path) => {
      const { text } = await api.ask(path);
      const fields = text.match(/<(button|input|select|textarea)\b[^>]*>/g) ?? [];
      expect(fields.length).toBeGreaterThan(0);
      expect(fields.filter((field) => !field.includes(' disabled'))).toEqual([]);
    },
  );

  test.each([
    ['/applications/%E0%A4%A', 'zh-CN'],
    ['/loans/%00', 'zh-CN'],
    ['/home?next=//elsewhere.example', 'language=%E0%A4%A; theme=<b>'],
  ])('an address or a cookie that nobody means ends in a page or a refusal: %s', async (path, cookie) => {
    const { status, text } = await api.ask(path, { headers: { cookie, accept: 'text/html' } });
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('<b>');
  });

  test.each([
    ['en', 'There is no such page'],
    ['zh-CN', '没有这个页面'],
  ])('a browser at an address that leads nowhere gets a page in its language: %s', async (language, said) => {
    for (const path of ['/nothing', '/.env', '/loans/none/nothing']) {
      const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': language };
      const { status, text } = await api.ask(path, { headers });
      expect([path, status]).toEqual([path, path.startsWith('/loans') ? 200 : 404]);
      expect(text).toMatch(new RegExp(`<h1>${said}</h1>`));
    }
  });

  test.each([DESK, { ...DESK, language: 'en' } as const])(
    'staff at an address of the desk that leads nowhere are told so, and led to where they begin ($language)',
    async (look) => {
      const person = await screens.person(look, await api.cookie(staffMail('auditor', 'JIANGNAN')));
      const page = await person.newPage();
      for (const path of ['/desk/nothing', '/desk/inbox/a/b']) {
        await page.goto(path);
        const said = look.language === 'en' ? 'There is no such page' : '没有这个页面';
        await page.getByRole('heading', { level: 1, name: said }).waitFor();
        expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      }
      await expectSound(page, `desk-nothing-${look.language}`);
      await page.getByRole('main').getByRole('link').click();
      await page.waitForURL('**/desk/inbox');
      await person.close();
    },
  );

  test('a line of a statement has an address: Back leads to the statement', async () => {
    const person = await screens.person(DESK, await api.cookie(staffMail('auditor', 'JIANGNAN')));
    const page = await person.newPage();
    await page.goto('/desk/inbox');
    await page.goto('/desk/finance/statements');
    await page.getByRole('button', { name: '货币资金' }).click();
    await page.getByRole('heading', { level: 2, name: '货币资金' }).waitFor();
    expect(new URL(page.url()).searchParams.get('line')).toBe('cash');
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: '货币资金' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/desk/finance/statements');
    await person.close();
  });

  test('staff sign in with their second factor, and get to their inbox', async () => {
    const person = await screens.person(DESK);
    const page = await person.newPage();
    await page.goto('/desk');
    await page.getByLabel('邮箱').fill(staffMail('auditor', 'JIANGNAN'));
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByLabel('验证码或恢复码').fill(codeAt(DEMO_TOTP_SECRET, Date.now()));
    await page.getByRole('button', { name: '验证', exact: true }).click();
    await page.getByRole('navigation').first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/desk\//);
    expect(await barriers(page)).toEqual([]);
    await person.close();
  });

  test.each([DESK, { ...DESK, language: 'en' } as const])(
    'an auditor sees what each charge and change of a loan went by ($language)',
    async (look) => {
      const person = await screens.person(look, await api.cookie(staffMail('auditor', 'JIANGNAN')));
      const page = await person.newPage();
      for (const [list, item] of Object.entries(AUDITED))
        await page.route(`**/api/audit/${list}*`, (route) =>
          route.fulfill({ json: { items: [item], next: null } }),
        );
      for (const list of ['FEES', 'CHANGES']) {
        await page.goto(`/desk/finance/audited?of=${list}`);
        await page.getByText('¥3,000.00').first().waitFor();
        // On a narrow desk a table is as wide as its words are.
        await page.setViewportSize({ width: 900, height: 900 });
        expect(await brokenWords(page)).toEqual([]);
        await page.setViewportSize({ width: 1440, height: 900 });
        await expectSound(page, `audited-${list}-${look.language}`);
      }
      expect(await page.getByText(look.language === 'en' ? 'Extend the term' : '展期').count()).toBe(1);
      await person.close();
    },
  );

  test('nothing went wrong in any page', () => {
    expect(screens.wrong).toEqual([]);
  });
});
