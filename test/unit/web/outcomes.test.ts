import { outcomeName } from '../../../web/desk/features/audit/outcomes';

test.each([
  ['IN_REVIEW', 'APPLICATION', '等待审查'],
  ['IN_REVIEW', 'ONBOARDING', '等待人工审核'],
  ['SUCCEEDED', 'PAYMENT', '支付成功'],
  ['SUCCEEDED', null, '认定成功'],
  ['RELEASE_DISBURSEMENT', 'APPLICATION', '放款审核'],
  ['APPROVE', 'APPLICATION', '同意'],
  ['LAST_ADMIN', null, '收回后本机构将没有管理员。'],
  ['WRONG_CREDENTIALS', null, '邮箱或密码错误；若账号尚未激活，请先打开激活邮件中的链接。'],
  ['51', 'PAYMENT', '余额不足'],
  ['no word of ours', 'LOAN', 'no word of ours'],
  ['toString', 'LOAN', 'toString'],
] as const)('%s of %s is told as %s', (outcome, caseType, told) => {
  expect(outcomeName({ outcome, caseType })[0]).toBe(told);
});

test('words that wait for values are not shown with their braces', () => {
  expect(outcomeName({ outcome: 'BACKDATED_BEFORE_DISBURSEMENT', caseType: null })[0]).not.toContain('{');
});
