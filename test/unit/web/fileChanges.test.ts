import { askableNow, isOpen, moodOf } from '../../../web/apply/features/enterprise/fileChanges';
import { bodyOf, readTyped } from '../../../web/apply/features/enterprise/typedChange';

test('one change of a kind is asked for at a time', () => {
  expect(askableNow([])).toEqual(['NAME', 'LEGAL_PERSON']);
  expect(askableNow([{ kind: 'NAME', stage: 'IN_REVIEW' }])).toEqual(['LEGAL_PERSON']);
  expect(askableNow([{ kind: 'NAME', stage: 'REFUSED' }])).toEqual(['NAME', 'LEGAL_PERSON']);
});

test('what is about to count may be stopped, and asks to be looked at', () => {
  expect([isOpen({ stage: 'WAITING' }), moodOf({ stage: 'WAITING' })]).toEqual([true, 'DO']);
  expect([isOpen({ stage: 'DONE' }), moodOf({ stage: 'DONE' })]).toEqual([false, 'GOOD']);
});

test('a draft is read as it was typed, and of anything else an empty form', () => {
  const typed = readTyped({
    kind: 'LEGAL_PERSON',
    name: ' 王芳 ',
    residentId: '1',
    reason: 'since May',
    key: 'k',
    papers: [{ id: 'p', name: 'p.pdf' }],
  });
  expect(bodyOf(typed)).toEqual({
    ...{ kind: 'LEGAL_PERSON', name: '王芳', residentId: '1', reason: 'since May', papers: ['p'] },
  });
  expect(readTyped(7)).toEqual({ kind: 'NAME', name: '', residentId: '', reason: '', key: '', papers: [] });
});
