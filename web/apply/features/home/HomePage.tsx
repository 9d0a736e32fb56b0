import { useSession } from '../../../kit/session/session';

/** What next, by when, how much. */
export function HomePage() {
  const session = useSession();
  return <h1>{session?.enterprise?.name}</h1>;
}
