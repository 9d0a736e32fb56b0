import type { Answers } from '../../../client/client';

type Hit = Answers['SearchHit'];

/** Where what was found is shown, below `/desk`; null: it has no page of its own. */
export function addressOf(hit: Pick<Hit, 'kind' | 'id'>): string | null {
  switch (hit.kind) {
    case 'TASK':
      return `/inbox/${hit.id}`;
    case 'APPLICATION':
      return `/applications/${hit.id}`;
    case 'ENTERPRISE':
      return `/enterprises/${hit.id}`;
    case 'LOAN':
      return `/loans/${hit.id}`;
    case 'PAYMENT':
      return `/finance/payments/${hit.id}`;
    case 'PERSON':
      return null;
    default:
      return unknown(hit.kind);
  }
}

function unknown(kind: never): never {
  throw new Error(`nowhere to show ${JSON.stringify(kind)}`);
}
