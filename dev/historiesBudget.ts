/**
 * Prints how many events each stage of each process uses in the recorded histories beside what its budget allows
 * (contracts/eventBudget), and what the budget would be with a tenth more than what is used.
 */
import { EVENT_BUDGETS } from '../contracts/eventBudget';
import { isPlain, type StageUse, stagesOf } from '../test/replay/support/eventCount';
import { readHistories } from '../test/workflow/support/histories';

const plain = readHistories().filter(isPlain);

for (const [type, { perOrder = 0 }] of Object.entries(EVENT_BUDGETS)) {
  const most = new Map<string, StageUse>();
  for (const use of plain.filter((recorded) => recorded.type === type).flatMap(stagesOf)) {
    if (use.used - use.more > ownOf(most.get(use.stage))) most.set(use.stage, use);
  }
  console.log(`${type}${perOrder === 0 ? '' : `, ${perOrder} an order`}`);
  for (const { stage, used, orders, more, allowed } of most.values()) {
    const proposed = Math.ceil(used * 1.1) - more;
    console.log(
      `  ${stage.padEnd(22)} used ${String(used).padStart(4)} with ${orders} orders, allowed ${allowed}, proposed ${proposed}`,
    );
  }
}

/** What a stage used beside its orders, votes and reliefs. */
function ownOf(use: StageUse | undefined): number {
  return use === undefined ? Number.NEGATIVE_INFINITY : use.used - use.more;
}
