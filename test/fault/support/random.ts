import { anySeed, type Chance, chanceOf } from '../../../dev/faults/chance';

/** Chance by FAULT_SEED, or by a new seed, which is printed so that a failure can be repeated. */
export function chance(): Chance {
  const given = process.env.FAULT_SEED;
  const seed = given === undefined ? anySeed() : Number(given);
  process.stdout.write(`FAULT_SEED=${seed}\n`);
  return chanceOf(seed);
}
