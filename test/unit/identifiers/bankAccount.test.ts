import {
  cnapsCheckDigit,
  maskAccount,
  maskCard,
  parseCard,
  parseCnaps,
  parseCorporateAccount,
} from '../../../domain/identifiers/bankAccount';

describe('parseCard', () => {
  it.each([
    ['6222026101828962878', '6222026101828962878'],
    ['6222 0261 0182 8962 878', '6222026101828962878'],
    ['6225-8819-0894-3706', '6225881908943706'],
    ['4222222222222', '4222222222222'],
  ])('reads %s', (input, expected) => {
    expect(parseCard(input)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['', 'LENGTH'],
    ['12345678901', 'LENGTH'],
    ['422222222222', 'LENGTH'],
    // UnionPay cards have sixteen digits or more.
    ['622588190894376', 'LENGTH'],
    ['62220261018289628780', 'LENGTH'],
    ['0000000000000000', 'REPEATED_DIGIT'],
    ['8888888888888888', 'REPEATED_DIGIT'],
    ['6222026101828962879', 'CHECK_DIGIT'],
    ['2622026101828962878', 'CHECK_DIGIT'],
    ['622202610182896287x', 'CHARSET'],
    ['x6222026101828962878', 'CHARSET'],
  ])('refuses %s as %s', (input, code) => {
    expect(parseCard(input)).toEqual({ ok: false, refusal: { code, field: 'card' } });
  });

  it('hides the length too', () => {
    const card = parseCard('6222026101828962878');
    expect(card.ok && maskCard(card.value)).toBe('6222 **** **** 2878');
  });
});

describe('parseCnaps', () => {
  it('takes a code whose check digit fits', () => {
    // Worked by hand for ISO 7064 MOD 11,10: the head office of a state bank in Beijing, 102100099996.
    expect(cnapsCheckDigit('10210009999')).toBe(6);
    expect(parseCnaps('1021 0009 9996')).toEqual({ ok: true, value: '102100099996' });
  });

  it('finds every change of one digit', () => {
    const code = '102100099996';
    for (let position = 0; position < code.length; position += 1) {
      for (let digit = 0; digit <= 9; digit += 1) {
        const changed = code.slice(0, position) + digit + code.slice(position + 1);
        expect(parseCnaps(changed).ok).toBe(changed === code);
      }
    }
  });

  it.each([
    ['10210009999', 'LENGTH'],
    ['1021000999960', 'LENGTH'],
    ['', 'LENGTH'],
    ['10210009999x', 'CHARSET'],
    ['102100099995', 'CHECK_DIGIT'],
  ])('refuses %s as %s', (input, code) => {
    expect(parseCnaps(input)).toEqual({ ok: false, refusal: { code, field: 'cnaps' } });
  });
});

describe('parseCorporateAccount', () => {
  it.each([
    ['123456', '123456'],
    ['1'.repeat(32), '1'.repeat(32)],
    ['1100 1234-5678', '110012345678'],
  ])('reads %s', (input, expected) => {
    expect(parseCorporateAccount(input)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['12345', 'LENGTH'],
    ['1'.repeat(33), 'LENGTH'],
    ['', 'LENGTH'],
    ['12345a', 'CHARSET'],
    ['a12345', 'CHARSET'],
  ])('refuses %s as %s', (input, code) => {
    expect(parseCorporateAccount(input)).toEqual({ ok: false, refusal: { code, field: 'corporateAccount' } });
  });

  it('masks all but four', () => {
    expect(maskAccount('110012345678')).toBe('****5678');
  });
});
