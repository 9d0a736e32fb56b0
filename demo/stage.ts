import type { Urls } from '../dev/platform/environment';
import { PlatformClient } from './client';
import { Narrator } from './narrator';
import { Mailbox, OutsideBank, OutsideServices } from './outside';
import type { Stage } from './story';

/** Everything that a story needs, at these addresses. */
export function stageAt(
  urls: Pick<Urls, 'api' | 'bank' | 'services' | 'temporalUi' | 'mail'>,
  narrator: Narrator = new Narrator(true),
): Stage {
  return {
    temporalUi: urls.temporalUi,
    platform: new PlatformClient(urls.api),
    bank: new OutsideBank(urls.bank),
    services: new OutsideServices(urls.services),
    mailbox: new Mailbox(urls.mail),
    narrator,
  };
}
