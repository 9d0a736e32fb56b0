import { uuid4 } from '@temporalio/workflow';

/** A UUIDv7 made of the workflow's own time and randomness, so that a replay makes the same. */
export function newId<Id extends string>(): Id {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = uuid4();
  // uuid4: xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx; its last 76 random bits and its variant are kept.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}` as Id;
}
