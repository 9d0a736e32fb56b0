import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';

/** Open tasks that the person may see. */
export function InboxPage() {
  const { data, error } = api.useQuery('get', '/tasks');
  return (
    <>
      <ProblemNotice error={error} />
      <ul>
        {data?.items.map((task) => (
          <li key={task.id}>{task.id}</li>
        ))}
      </ul>
    </>
  );
}
