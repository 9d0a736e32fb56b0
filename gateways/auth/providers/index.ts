import { madeOf, type Secret } from '../../crypto';
import { alipay } from './alipay';
import { openIdConnect } from './openIdConnect';
import type { IdentityProvider } from './provider';
import { type ProviderSettings, parseProviders } from './settings';
import { weChat } from './wechat';

/** Those that this installation is configured with. */
export interface IdentityProviders {
  list(): readonly Pick<ProviderSettings, 'id' | 'name' | 'kind'>[];
  /** One of them, or null. */
  find(id: string): IdentityProvider | null;
}

/** @param setting IDENTITY_PROVIDERS, which may change while it runs */
export function createIdentityProviders(setting: Secret): IdentityProviders {
  const known = madeOf(setting, (text) => {
    const all = parseProviders(text);
    return { all, byId: new Map(all.map((one) => [one.id, providerOf(one)])) };
  });
  return {
    list: () => known().all.map(({ id, kind, name }) => ({ id, name, kind })),
    find: (id) => known().byId.get(id) ?? null,
  };
}

function providerOf(settings: ProviderSettings): IdentityProvider {
  switch (settings.kind) {
    case 'oidc':
      return openIdConnect(settings);
    case 'wechat':
      return weChat(settings);
    case 'alipay':
      return alipay(settings);
  }
}
