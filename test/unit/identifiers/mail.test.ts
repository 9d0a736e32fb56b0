import { parseMail } from '../../../domain/identifiers/mail';

it.each([
  ['Owner.1@Company.example', 'owner.1@company.example'],
  [' owner@company.example ', 'owner@company.example'],
  ['ｏｗｎｅｒ＠company．example', 'owner@company.example'],
  ["o'neill+loan@sub.company.example", "o'neill+loan@sub.company.example"],
  [`${'x'.repeat(64)}@company.example`, `${'x'.repeat(64)}@company.example`],
])('reads %s', (input, value) => {
  expect(parseMail(input)).toEqual({ ok: true, value });
});

it.each([
  '',
  'nobody',
  'a@b',
  'a@b.c',
  'a..b@company.example',
  '.a@company.example',
  'a@company..example',
  'a b@company.example',
  'a@company.example,b@company.example',
  '<a@company.example>',
  '"a"@company.example',
  'a@[127.0.0.1]',
  'a@-company.example',
  `${'x'.repeat(65)}@company.example`,
])('refuses %s', (input) => {
  const refusal = { code: 'NOT_A_MAIL_ADDRESS', field: 'contact' };
  expect(parseMail(input, 'contact')).toEqual({ ok: false, refusal });
});
