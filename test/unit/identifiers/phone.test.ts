import { maskMobile, parseLandline, parseMobile } from '../../../domain/identifiers/phone';

describe('parseMobile', () => {
  it.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '(138)00138000',
    '（138）00138000',
    '１３８００１３８０００',
    '+8613800138000',
    '+86 138 0013 8000',
    '008613800138000',
    '0086-138-0013-8000',
    '8613800138000',
  ])('reads %s', (input) => {
    expect(parseMobile(input)).toEqual({ ok: true, value: '+8613800138000' });
  });

  it.each([
    ['', 'LENGTH'],
    ['1380013800', 'LENGTH'],
    ['138001380000', 'LENGTH'],
    ['861380013800', 'LENGTH'],
    ['868613800138000', 'LENGTH'],
    ['12800138000', 'PREFIX'],
    ['23800138000', 'PREFIX'],
    ['01012345678', 'PREFIX'],
    ['+8513800138000', 'CHARSET'],
    ['+13800138000', 'CHARSET'],
    ['1380013800a', 'CHARSET'],
    ['13800138000x', 'CHARSET'],
    ['x13800138000', 'CHARSET'],
    ['+868613800138000', 'CHARSET'],
  ])('refuses %s as %s', (input, code) => {
    expect(parseMobile(input, 'contact')).toEqual({ ok: false, refusal: { code, field: 'contact' } });
  });

  it('masks the middle', () => {
    const mobile = parseMobile('19912694255');
    expect(mobile.ok && maskMobile(mobile.value)).toBe('199****4255');
  });
});

describe('parseLandline', () => {
  it.each([
    ['010-82345678', '010-82345678'],
    ['01082345678', '01082345678'],
    ['0755 8234567', '07558234567'],
    ['0755-8234567-801', '0755-8234567-801'],
    ['０２１－６２３４５６７８', '021-62345678'],
  ])('reads %s', (input, expected) => {
    expect(parseLandline(input)).toEqual({ ok: true, value: expected });
  });

  it.each([
    '82345678',
    '010-02345678',
    '010-1234567890',
    '10-82345678',
    '010-823456',
    '010-82345678-',
    '010-82345678-1234567',
    '01082345678x',
    'x01082345678',
    '13800138000',
    '',
  ])('refuses %s', (input) => {
    expect(parseLandline(input)).toEqual({ ok: false, refusal: { code: 'FORMAT', field: 'landline' } });
  });
});
