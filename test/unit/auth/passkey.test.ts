import { DEMO_TOTP_SECRET, demoPasskey, demoProof } from '../../../demo/factor';
import { optionsToProve, provedPasskey } from '../../../gateways/auth/passkey';
import { codeAt } from '../../../gateways/auth/totp';

const MAIL = 'finance@lender.example';
const site = { publicUrl: 'https://lending.example' };
const passkey = { ...demoPasskey(MAIL), counter: 0, transports: [] };

type Asked = Parameters<typeof demoProof>[1];

async function askedFor(origin = site.publicUrl): Promise<Asked> {
  return { options: await optionsToProve(site, [passkey]), origin };
}

const proofOf = (asked: Asked) => ({
  ...demoProof(MAIL, asked).credential,
  clientExtensionResults: {},
});

test('a passkey proves what it was asked to sign, on this site', async () => {
  const asked = await askedFor();
  expect(await provedPasskey(site, asked.options.challenge, proofOf(asked), passkey)).toBe(0);
});

test('nothing else does: another challenge, another site that asks in between, other words', async () => {
  const asked = await askedFor();
  const { challenge } = asked.options;
  const proof = proofOf(asked);
  const altered = (part: 'authenticatorData' | 'signature' | 'clientDataJSON') => ({
    ...proof,
    response: { ...proof.response, [part]: proof.response[part].replace(/^./, 'B') },
  });
  const other = await askedFor();
  const phished = await askedFor('https://lending.example.evil');
  for (const [wanted, response] of [
    [other.options.challenge, proof],
    [phished.options.challenge, proofOf(phished)],
    [challenge, altered('signature')],
    [challenge, altered('authenticatorData')],
    [challenge, altered('clientDataJSON')],
  ] as const) {
    expect(await provedPasskey(site, wanted, response, passkey)).toBeNull();
  }
});

test('one that counts does not count backwards: it was copied', async () => {
  const asked = await askedFor();
  const copied = { ...passkey, counter: 7 };
  expect(await provedPasskey(site, asked.options.challenge, proofOf(asked), copied)).toBeNull();
});

test('the app of the demo shows codes', () => {
  expect(codeAt(DEMO_TOTP_SECRET, Date.now())).toMatch(/^\d{6}$/);
});
