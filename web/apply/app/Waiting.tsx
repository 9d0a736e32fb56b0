import { ProblemNotice } from '../../kit/api/ProblemNotice';

/** In the place of what is asked for and not there yet: its height, or what went wrong. */
export function Waiting({ error, again }: { error: unknown; again: () => unknown }) {
  return error === null ? (
    <div className="skeleton tall" />
  ) : (
    <ProblemNotice error={error} again={() => void again()} />
  );
}
