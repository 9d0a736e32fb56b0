import { mayKnow } from '../../../api/events/mayKnow';
import type { Caller } from '../../../api/kernel/routing/caller';
import { CHANGE_TOPICS } from '../../../contracts/events';
import type { EnterpriseId, InstitutionId, UserId } from '../../../contracts/ids';

const [HERE, THERE] = ['here' as InstitutionId, 'there' as InstitutionId];
const [OURS, THEIRS] = ['ours' as EnterpriseId, 'theirs' as EnterpriseId];

const nobody: Caller = {
  userId: 'u' as UserId,
  name: '',
  email: '',
  roles: [],
  institution: null,
  enterprise: null,
  sessionId: 's',
  sessionExpiresAt: '2099-01-01T00:00:00Z',
  factor: { isRequired: false, isSetUp: false, provedAt: null },
  emergency: null,
  machine: null,
};
const staff: Caller = { ...nobody, institution: { id: HERE, code: 'X', nameZh: '', nameEn: '' } };
const applicant: Caller = {
  ...nobody,
  enterprise: { id: OURS, name: '', stage: 'ACTIVE', institutionId: HERE },
};

/** The topics of which somebody hears. */
const heard = (
  caller: Caller,
  institutionId: string,
  enterpriseId: string | null,
  userId: string | null = null,
) => CHANGE_TOPICS.filter((topic) => mayKnow(caller, { topic, institutionId, enterpriseId, userId }));

test('staff hear of everything at their institution, and of nothing elsewhere', () => {
  expect(heard(staff, HERE, OURS)).toEqual([...CHANGE_TOPICS]);
  expect(heard(staff, THERE, OURS)).toEqual([]);
});

test('people of an enterprise hear of its cases there, and not of the tasks of staff', () => {
  expect(heard(applicant, HERE, OURS)).toEqual(['APPLICATION', 'LOAN', 'PAYMENT', 'FEE', 'ENTERPRISE']);
  expect(heard(applicant, HERE, THEIRS)).toEqual([]);
  expect(heard(applicant, HERE, null)).toEqual([]);
  expect(heard(applicant, THERE, OURS)).toEqual([]);
});

test('whoever belongs to nobody hears nothing', () => {
  expect(heard(nobody, HERE, OURS)).toEqual([]);
});

test('nobody hears of what is for another person alone, wherever it is', () => {
  expect(heard(staff, HERE, null, 'u')).toEqual([...CHANGE_TOPICS]);
  expect(heard(staff, HERE, null, 'another')).toEqual([]);
  expect(heard(staff, THERE, null, 'u')).toEqual([]);
  expect(heard(applicant, HERE, OURS, 'another')).toEqual([]);
});
