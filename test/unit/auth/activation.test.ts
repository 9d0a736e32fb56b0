import { activationToken, isActivationToken } from '../../../gateways/auth/activation';

const [older, newer] = ['o'.repeat(32), 'n'.repeat(32)];

describe('an activation link, while its secret changes,', () => {
  it('is made under the new one, and taken under the older one too', () => {
    const sent = activationToken('e', older);
    const both = `${newer}, ${older}`;
    expect(activationToken('e', both)).toBe(activationToken('e', newer));
    expect(isActivationToken(sent, 'e', both)).toBe(true);
    expect(isActivationToken(activationToken('e', both), 'e', both)).toBe(true);
    expect(isActivationToken(sent, 'e', newer)).toBe(false);
    expect(isActivationToken(sent, 'other', both)).toBe(false);
    expect(isActivationToken('', 'e', both)).toBe(false);
  });
});
