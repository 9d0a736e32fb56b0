import { bodyOf, fieldOfPath, readCorrection } from '../../../web/apply/features/enterprise/correction';

test('a draft of what is put right is read field by field, and of anything else nothing', () => {
  const paper = { id: 'p', name: '执照.pdf' };
  const papers = [paper, { id: 7, name: 'x' }, null];
  const typed = readCorrection({ legalPerson: ' 王芳 ', residentId: '1', mobile: 7, other: 'x', papers });
  expect(typed).toEqual({
    ...{ name: '', legalPerson: ' 王芳 ', residentId: '1', bankAccountNo: '', mobile: '', answer: '' },
    papers: [paper],
  });
  expect(readCorrection({ papers: 'x' })?.papers).toEqual([]);
  expect(readCorrection('x')).toBeNull();
});

test('only the parts that are open are handed in, and papers where they are one', () => {
  const typed = readCorrection({
    name: 'A',
    legalPerson: ' 王芳 ',
    residentId: '1',
    answer: ' so ',
    papers: [{ id: 'p', name: 'p.pdf' }],
  });
  if (typed === null) throw new Error('no draft');
  expect(bodyOf(typed, ['LEGAL_PERSON'])).toEqual({
    ...{ legalPerson: { name: '王芳', residentId: '1' }, papers: [], answer: 'so' },
  });
  expect(bodyOf(typed, ['PAPERS'])).toEqual({ papers: ['p'], answer: 'so' });
});

test('what the platform finds wrong is told at its field', () => {
  expect(['legalPerson.name', 'legalPerson.residentId', 'mobile', 'papers'].map(fieldOfPath)).toEqual([
    ...['legalPerson', 'residentId', 'mobile'],
    null,
  ]);
});
