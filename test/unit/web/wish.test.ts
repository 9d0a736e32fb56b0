import { NO_WISH, readWish, toggled, wishedParts } from '../../../web/apply/features/enterprise/wish';

test('a draft of a wish has the parts that were ticked, and what was typed to any part', () => {
  const kept = { parts: ['PAPERS', 'MOBILE', 'OTHER'], words: { MOBILE: '换了号码', NAME: '', PAPERS: 7 } };
  expect(readWish(kept)).toEqual({ parts: ['MOBILE', 'PAPERS'], words: { MOBILE: '换了号码', NAME: '' } });
  expect(readWish({ parts: 'MOBILE', words: null })).toEqual(NO_WISH);
  expect(readWish(null)).toBeNull();
});

test('a part that is unticked keeps its words, and they are not sent', () => {
  const ticked = { parts: ['NAME', 'MOBILE'], words: { NAME: ' 错字 ', MOBILE: '换了号码' } } as const;
  const unticked = toggled(ticked, 'MOBILE');
  expect(wishedParts(unticked)).toEqual([{ part: 'NAME', words: '错字' }]);
  expect(toggled(unticked, 'MOBILE')).toEqual(ticked);
});
