import { wayOf } from '../../../web/kit/session/way';

describe('what a tab went to a provider for', () => {
  it('is where it began', () => {
    expect(wayOf('{"home":"/desk/security","isLink":true}')).toEqual({
      home: '/desk/security',
      isLink: true,
    });
  });

  it.each([null, '{}', 'null', '{"home":"//evil.example"}', '{"home":"https://evil.example"}', '{"home":7}'])(
    'is signing in, and home, where %s was kept',
    (kept) => expect(wayOf(kept)).toEqual({ home: '/home', isLink: false }),
  );
});
