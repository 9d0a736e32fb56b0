import { applicationHandlers } from './applications/operations';
import { bookHandlers } from './books/operations';
import { calendarHandlers } from './calendar/operations';
import { enterpriseHandlers } from './enterprises/operations';
import type { Metrics } from './kernel/observability/metrics';
import type { Parts } from './kernel/parts';
import type { Handlers } from './kernel/routing/call';
import { loanChangeHandlers } from './loanChanges/operations';
import { loanHandlers } from './loans/operations';
import { noticeHandlers } from './payments/notice';
import { peopleHandlers } from './people/operations';
import { codecHandlers } from './platform/codec';
import { operationHandlers } from './platform/operations';
import { productHandlers } from './products/operations';
import { taskHandlers } from './tasks/operations';

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
