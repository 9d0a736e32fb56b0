import { getCurrentDetails, setCurrentDetails } from '@temporalio/workflow';

const SIGN = '⚠️';
const BETWEEN = '\n\n';

/** What the process was warned of in this run, as its current details show it. */
export function warnings(): string[] {
  return getCurrentDetails()
    .split(BETWEEN)
    .filter((line) => line.startsWith(SIGN));
}

/** Warns whoever reads the current details, once of the same; whoever writes them anew keeps {@link warnings}. */
export function warn(text: string): void {
  const warning = `${SIGN} ${text}`;
  if (!warnings().includes(warning)) setCurrentDetails([getCurrentDetails(), warning].join(BETWEEN));
}
