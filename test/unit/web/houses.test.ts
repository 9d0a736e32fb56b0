import { expect, test } from '@jest/globals';
import { houses } from '../../../web/desk/features/signIn/houses';

test('demo accounts stand under the institution that they work for', () => {
  const accounts = ['a@one.example', 'b@two.example', 'c@one.example'].map((email) => ({ email }));
  expect(houses(accounts).map(({ name, accounts: own }) => [name, own.length])).toEqual([
    ['one.example', 2],
    ['two.example', 1],
  ]);
});
