import { CASE_PATHS, linkToCase } from '../../../contracts/casePaths';
import { routes } from '../../../contracts/http';

const shown = Object.values(routes)
  .filter(({ method }) => method === 'get')
  .map(({ path }) => new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}$`));

test.each(Object.entries(CASE_PATHS))('a case of type %s is shown where its link leads', (_type, pathOf) => {
  const [path = ''] = pathOf('0198c1f0-0000-7000-8000-000000000001').split('?');
  expect(shown.some((route) => route.test(path))).toBe(true);
});

test('a link begins with the address that people use', () => {
  expect(linkToCase('https://lend.example', 'LOAN', 'l')).toBe('https://lend.example/api/loans/l');
});
