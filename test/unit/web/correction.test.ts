import {
  bodyOf,
  fieldOfPath,
  readCorrection,
  readWish,
} from '../../../web/apply/features/enterprise/correction';

test('a draft of what is put right is read field by field, and of anything else nothing', () => {
  const typed = readCorrection({ legalPerson: ' 王芳 ', residentId: '1', mobile: 7, other: 'x' });
  expect(typed).toEqual({
    ...{ name: '', legalPerson: ' 王芳 ', residentId: '1', bankAccountNo: '', mobile: '', answer: '' },
  });
  expect(readCorrection('x')).toBeNull();
});

test('only the parts that are open are handed in, and papers where they are one', () => {
  const typed = readCorrection({ name: 'A', legalPerson: ' 王芳 ', residentId: '1', answer: ' so ' });
  if (typed === null) throw new Error('no draft');
  expect(bodyOf(typed, ['LEGAL_PERSON'], ['p'])).toEqual({
    ...{ legalPerson: { name: '王芳', residentId: '1' }, papers: [], answer: 'so' },
  });
  expect(bodyOf(typed, ['PAPERS'], ['p'])).toEqual({ papers: ['p'], answer: 'so' });
});

test('what the platform finds wrong is told at its field', () => {
  expect(['legalPerson.name', 'legalPerson.residentId', 'mobile', 'papers'].map(fieldOfPath)).toEqual([
    ...['legalPerson', 'residentId', 'mobile'],
    null,
  ]);
});

test('a draft of a wish has the parts that were ticked, with what was typed to them', () => {
  expect(readWish({ MOBILE: '换了号码', NAME: '', PAPERS: 7, OTHER: 'x' })).toEqual({
    ...{ MOBILE: '换了号码', NAME: '' },
  });
  expect(readWish(null)).toBeNull();
});
