import { presentFileChange } from '../../../api/fileChanges/present';
import type { FileChangeRow } from '../../../gateways/database/fileChanges';
import { writeMessage } from '../../../gateways/mail/templates';

const row: FileChangeRow = {
  id: '0198c1f0-0000-7000-8000-000000000001',
  institutionId: '0198c1f0-0000-7000-8000-000000000002',
  enterpriseId: '0198c1f0-0000-7000-8000-000000000003',
  kind: 'NAME',
  userId: null,
  payloadCipher: new Uint8Array(),
  reason: 'why',
  stage: 'IN_CONFIRMATION',
  stageSince: '2026-03-03T01:00:00.000Z',
  refusalCode: null,
  refusalReason: null,
  refusalReasonCode: null,
  checks: { registryAgrees: true, screening: 'REVIEW', hits: 1 },
  waitsUntil: null,
  createdBy: 'u',
  createdAt: '2026-03-02T01:00:00.000Z',
  appliedAt: null,
  papers: [],
};
const shown = (of: Partial<FileChangeRow>, showsStaff: boolean, masked = showsStaff) =>
  presentFileChange(
    { ...row, ...of },
    {
      wish: of.kind === 'MAIL' ? { kind: 'MAIL', mail: 'li.na@example.cn' } : null,
      person: of.kind === 'MAIL' ? { userId: 'u1', name: '李娜' } : null,
      ...{ masked, showsStaff, locale: 'en' },
    },
  );

test('an enterprise is not told that its name is looked at by a second person, nor that one refused it', () => {
  expect(shown({}, true)).toMatchObject({ stage: 'IN_CONFIRMATION', since: row.stageSince });
  expect(shown({}, false)).toEqual(shown({ stage: 'IN_REVIEW', stageSince: row.createdAt }, false));
  const refused = { stage: 'REFUSED', refusalCode: 'REFUSED_BY_RISK' } as const;
  expect(shown(refused, true).refusal?.code).toBe('REFUSED_BY_RISK');
  expect(shown(refused, false)).toEqual(shown({ ...refused, refusalCode: 'REFUSED_BY_REVIEWER' }, false));
  // Another legal person is always looked at by two.
  expect(shown({ kind: 'LEGAL_PERSON' }, false).stage).toBe('IN_CONFIRMATION');
});

test('a recovery says whose mailbox it is, masked as the address is', () => {
  const full = { wish: { mail: 'li.na@example.cn' }, person: { userId: 'u1', name: '李娜' } };
  expect(shown({ kind: 'MAIL' }, true, false)).toMatchObject(full);
  const masked = shown({ kind: 'MAIL' }, true);
  expect([masked.wish?.mail, masked.person?.name].join()).not.toMatch(/li\.na|李娜/);
});

test('the letter of a recovery names the person and the masked address in both languages; of others nobody', () => {
  const values = {
    ...{ enterpriseName: 'E', institutionName: 'I', until: '2026-03-05T01:00:00.000Z' },
    stopUrl: 'https://lending.example/kyc',
  };
  const said = (given: object) => {
    const written = writeMessage('FILE_CHANGE_WAITS', { ...values, ...given });
    if (!written.ok) throw new Error(written.refusal.code);
    return written.value.paragraphs;
  };
  const recovered = { person: '李娜', mail: 'l***@example.cn' };
  const named = said({ kind: 'MAIL', recovered }).filter(({ zh, en }) =>
    [zh, en].every((each) => each.includes('李娜') && each.includes('l***@example.cn')),
  );
  expect(named).toHaveLength(1);
  expect(said({ kind: 'LEGAL_PERSON' })).toHaveLength(2);
});
