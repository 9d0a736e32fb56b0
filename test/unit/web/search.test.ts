import { changed, day, month, oneOf, searchOf, text, year } from '../../../web/desk/parts/search';

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

test('a year is one of our time, also where the address has it as a number', () => {
  const readYear = searchOf({ year });
  expect(readYear({ year: 2026 })).toEqual({ year: '2026' });
  expect(readYear({ year: '1999' })).toEqual({});
  expect(readYear({ year: ['2026'] })).toEqual({});
});

test('a month is one of the calendar, and nothing else', () => {
  const readMonth = searchOf({ month });
  expect(readMonth({ month: '2026-11' })).toEqual({ month: '2026-11' });
  for (const said of ['2026-13', '2026-1', '1999-12', 202611]) expect(readMonth({ month: said })).toEqual({});
});
