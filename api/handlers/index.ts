import type { Metrics } from '../operations/metrics';
import type { Parts } from '../parts';
import type { Handlers } from '../routing/call';
import { applicationHandlers } from './applications';
import { bookHandlers } from './books';
import { calendarHandlers } from './calendar';
import { codecHandlers } from './codec';
import { enterpriseHandlers } from './enterprises';
import { loanChangeHandlers } from './loanChanges';
import { loanHandlers } from './loans';
import { noticeHandlers } from './notices';
import { operationHandlers } from './operations';
import { peopleHandlers } from './people';
import { productHandlers } from './products';
import { taskHandlers } from './tasks';

/** What each operation does. */
export function handlersOf(parts: Parts, metrics: Metrics): Handlers {
  return {
    ...peopleHandlers(parts),
    ...productHandlers(parts),
    ...enterpriseHandlers(parts),
    ...applicationHandlers(parts),
    ...taskHandlers(parts),
    ...loanHandlers(parts),
    ...loanChangeHandlers(parts),
    ...noticeHandlers(parts),
    ...bookHandlers(parts),
    ...calendarHandlers(parts),
    ...operationHandlers(parts, metrics),
    ...codecHandlers(parts),
  };
}
