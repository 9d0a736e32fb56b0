import { knock } from './doorkeeper';

/** Sends a file itself, as the API asks for papers. @throws the problem of the API */
export async function putFile<Answer>(path: string, file: File): Promise<Answer> {
  const url = new URL(path, location.href);
  url.searchParams.set('name', file.name);
  const headers = { 'content-type': 'application/octet-stream' };
  // Read whole: what was asked to wait (a session that has ended) is sent again as it was.
  const response = await knock(new Request(url, { method: 'POST', headers, body: await file.arrayBuffer() }));
  const answer: unknown = await response.json();
  if (!response.ok) throw answer;
  return answer as Answer;
}
