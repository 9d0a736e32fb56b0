import { usualTime } from '../../../web/kit/tracker/usualTime';

it.each([
  [null, null],
  [0.2, {}],
  [3.4, { count: 3 }],
  [47, { count: 2 }],
  [120, { count: 5 }],
])('says how long a stage of %s hours takes', (hours, values) => {
  expect(usualTime(hours)?.[1] ?? null).toEqual(values);
});
