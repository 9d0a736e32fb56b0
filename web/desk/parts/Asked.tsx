import type { ReactNode } from 'react';
import { ProblemNotice } from '../../kit/api/ProblemNotice';

interface AskedProps<Data> {
  /** What `api.useQuery` gives. */
  readonly of: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ReactNode;
}

/** What is shown of an answer: its place while it is asked for, what went wrong, or itself. */
export function Asked<Data>({ of: { data, error, refetch }, children }: AskedProps<Data>) {
  // What was read before stays on the screen when it can't be read again.
  if (data !== undefined) return children(data);
  if (error !== null) return <ProblemNotice error={error} again={() => refetch()} />;
  // Of its own key: the answer's element does not take its place over, nor seems to move from there.
  return (
    <div key="place" className="card stack" aria-busy="true">
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="skeleton" />
    </div>
  );
}
