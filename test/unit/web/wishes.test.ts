import { actsAbout, rolesFor } from '../../../web/desk/features/people/wishes';

const person = { id: 'li', rights: [{ role: 'reviewer' as const, since: '' }], suspended: null };

test('nobody is offered anything about oneself', () => {
  expect(actsAbout(person, 'li')).toEqual([]);
});

test('whoever is suspended may come back or leave, others lose or get rights', () => {
  expect(actsAbout({ ...person, suspended: { since: '', reason: '' } }, 'me')).toEqual([
    'REINSTATE',
    'LEAVE',
  ]);
  expect(actsAbout(person, 'me')).toEqual([
    ...['GRANT', 'TAKE', 'SET_MANAGER', 'FORGET_FACTORS', 'LEAVE', 'SUSPEND'],
  ]);
  expect(actsAbout({ ...person, rights: [] }, 'me')).toEqual(['GRANT']);
});

test('only what is not held is given, and only what is held is taken', () => {
  const all = ['reviewer', 'risk'] as const;
  expect(rolesFor('GRANT', ['reviewer'], all)).toEqual(['risk']);
  expect(rolesFor('TAKE', ['reviewer'], all)).toEqual(['reviewer']);
  expect(rolesFor('LEAVE', ['reviewer'], all)).toEqual([]);
});
