import { changed, day, oneOf, searchOf, text } from '../../../web/desk/parts/search';

const read = searchOf({ status: oneOf(['OPEN', 'DONE']), day, id: text });

test('an address says what it says, and never throws', () => {
  expect(read({ status: 'OPEN', day: '2026-11-27', id: 7 })).toEqual({
    ...{ status: 'OPEN', day: '2026-11-27', id: '7' },
  });
  expect(read({ status: 'toString', day: '2026-13-41', id: '' })).toEqual({});
  expect(read({ status: ['OPEN'], day: {}, id: null, strange: 'x' })).toEqual({});
  expect(read({ id: 'x'.repeat(201) })).toEqual({});
});

test('a filter that is taken away leaves the address', () => {
  expect(changed({ status: 'OPEN', day: '2026-11-27' }, { day: undefined })).toEqual({ status: 'OPEN' });
});
