import { z } from 'zod';

const common = {
  /** In addresses and links; what a person has linked is linked under it. */
  id: z.string().regex(/^[a-z0-9-]{1,30}$/),
  /** What people read on the button. */
  name: z.string().min(1).max(40),
  clientId: z.string().min(1),
};

/** A provider of identities that people may sign in by. */
const provider = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('oidc'), issuer: z.url(), clientSecret: z.string().min(1) }),
  z.strictObject({
    ...common,
    kind: z.literal('wechat'),
    clientSecret: z.string().min(1),
    /** Other addresses than WeChat's own: of a sandbox. */
    authorizeUrl: z.url().default('https://open.weixin.qq.com/connect/qrconnect'),
    apiUrl: z.url().default('https://api.weixin.qq.com'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('alipay'),
    /** Ours, that signs what we ask: PKCS#8 in base64, as the platform of Alipay has it. */
    privateKey: z.string().min(1),
    /** Alipay's, that verifies what it answers: SPKI in base64. */
    alipayPublicKey: z.string().min(1),
    authorizeUrl: z.url().default('https://openauth.alipay.com/oauth2/publicAppAuthorize.htm'),
    apiUrl: z.url().default('https://openapi.alipay.com/gateway.do'),
  }),
]);
const providers = z.array(provider).max(10);

export type ProviderSettings = z.output<typeof provider>;
export type SettingsOfKind<Kind extends ProviderSettings['kind']> = Extract<ProviderSettings, { kind: Kind }>;

/**
 * Reads the setting IDENTITY_PROVIDERS: a JSON list, or nothing.
 * @throws Error for what is no such list
 */
export function parseProviders(text: string): readonly ProviderSettings[] {
  const parsed = providers.parse(JSON.parse(text === '' ? '[]' : text));
  if (new Set(parsed.map(({ id }) => id)).size < parsed.length) throw new Error('an id stands twice');
  return parsed;
}
