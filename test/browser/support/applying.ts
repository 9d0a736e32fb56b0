import type { Page } from 'playwright-core';
import type { TextKey } from '../../../contracts/texts/texts';
import { DEMO_PASSWORD, freshCompany, soundStatements } from '../../../demo/people';
import { Borrower, type Stage } from '../../../demo/story';
import { yuanText } from '../../../domain/money/text';
import { STATEMENT_FIGURES } from '../../../domain/scoring/statements';

/** What the screens of applying say, as far as somebody presses or reads it. */
export const zh = {
  mail: '邮箱',
  password: '密码',
  signIn: '登录',
  apply: '申请贷款',
  product: '小微流动资金贷款',
  next: '下一步',
  method: '等额本息',
  years: '经营年限',
  send: '提交申请',
  offer: '查看要约',
  total: '合计应还',
  late: '如果逾期',
  read: '我已阅读全部成本、逾期后果和还款计划',
  accept: '接受要约，借款 300,000.00 元',
};
export const en: typeof zh = {
  mail: 'Mail',
  password: 'Password',
  signIn: 'Sign in',
  apply: 'Apply for a loan',
  product: 'Working capital loan',
  next: 'Next',
  method: 'Equal instalments',
  years: 'Years in business',
  send: 'Send the application',
  offer: 'See the offer',
  total: 'To repay in all',
  late: 'What happens if late',
  read: 'I have read all costs, what happens if late and the schedule',
  accept: 'Accept, and borrow ¥300,000.00',
};
export type Said = typeof zh;

/** An admitted enterprise. @param credit what the bureau says of it */
export async function admitted(stage: Stage, credit?: Readonly<Record<string, unknown>>): Promise<Borrower> {
  const registered = await Borrower.register(stage, freshCompany(), credit);
  const borrower = await registered.activate();
  await borrower.passKyc();
  return borrower;
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Chooses a file once its field can be used, which `setInputFiles` by itself doesn't wait for. */
export async function chooseFile(
  page: Page,
  label: string,
  file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
): Promise<void> {
  const field = page.getByLabel(label).and(page.locator(':enabled'));
  await field.waitFor();
  await field.setInputFiles(file);
}

export async function signIn(page: Page, { company }: Borrower, say: Said): Promise<void> {
  await page.getByLabel(say.mail).fill(company.mail);
  await page.getByLabel(say.password).fill(DEMO_PASSWORD);
  await page.locator('form').getByRole('button', { name: say.signIn }).click();
}

/** Opens the door and goes to the step of an application where what it is for is asked. */
export async function beginApplication(page: Page, borrower: Borrower, say: Said): Promise<void> {
  await page.goto('/home');
  await signIn(page, borrower, say);
  await page.getByRole('link', { name: say.apply }).first().click();
  await page.getByText(say.product).click();
  await button(page, say.next).click();
  await page.getByRole('textbox').first().fill('３０万');
  await page.getByRole('textbox').nth(1).fill('6');
  await page.getByRole('radio', { name: new RegExp(`^${say.method}`) }).check();
}

/** What a field is called in the language of the screen. */
export type Fields = (name: TextKey<'fields'>) => string;

/** Both years and the debts, as the demo's producer has them. */
export async function fillStatements(page: Page, field: Fields): Promise<void> {
  const { current, previous, principalDue12mFen, existingDebtFen } = soundStatements();
  for (const [at, year] of [current, previous].entries()) {
    for (const figure of STATEMENT_FIGURES) {
      await page
        .getByLabel(field(figure), { exact: true })
        .nth(at)
        .fill(yuanText(year?.[figure] ?? 0));
    }
  }
  await page.getByLabel(field('principalDue12mFen')).fill(yuanText(principalDue12mFen ?? 0));
  await page.getByLabel(field('existingDebtFen')).fill(yuanText(existingDebtFen ?? 0));
}
