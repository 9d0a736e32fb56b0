import { Sentence } from '../progress';
import { CELLS, type Cell, placeOf } from './cells';
import { anySeed } from './chance';

/** What the command is asked for. */
export interface Asked {
  readonly loans: number;
  readonly faults: number;
  readonly seed: number;
  readonly speed: number;
  readonly wave: number;
  /** Cells of one place instead of a run by chance. */
  readonly cells: readonly [Cell, ...Cell[]] | undefined;
  /** The mutants to hunt; all when the list is empty. */
  readonly mutants: readonly string[] | undefined;
  readonly json: boolean;
  /** Prints the figures as docs/reliability.md keeps them. */
  readonly markdown: boolean;
  /** Leaves the platform up when something does not hold. */
  readonly keep: boolean;
}

const USAGE = `npm run faults -- [--loans N] [--faults M] [--seed S] [--speed 1000 | 20000 | 175000] [--wave N] [--json | --markdown] [--keep]
  a wave of loans lives for about two minutes at 175000, a quarter of an hour at 20000; at 1000 loans are settled at once
npm run faults -- --cell a,b… of one speed and with the same settings: ${Object.keys(CELLS).join(', ')}
npm run faults -- --mutants [name …]`;

const FLAGS = ['--json', '--markdown', '--keep'];
const NUMBERS = ['loans', 'faults', 'seed', 'speed', 'wave'] as const;

/** @throws Sentence with the usage when something is not understood */
export function readArguments(words: readonly string[]): Asked {
  const flags = new Set<string>(words.filter((word) => FLAGS.includes(word)));
  const rest = words.filter((word) => !flags.has(word));
  const isHunt = rest[0] === '--mutants';
  const given = isHunt ? new Map<string, string>() : pairsOf(rest);
  const number = (name: (typeof NUMBERS)[number], otherwise: number): number => {
    const value = Number(given.get(name) ?? otherwise);
    if (!Number.isInteger(value) || value < 0) throw new Sentence(USAGE);
    return value;
  };
  return {
    loans: number('loans', 10),
    faults: number('faults', 20),
    seed: number('seed', anySeed()),
    speed: number('speed', 175_000),
    wave: Math.max(1, number('wave', 12)),
    cells: cellsOf(given.get('cell')),
    mutants: isHunt ? rest.slice(1) : undefined,
    json: flags.has('--json'),
    markdown: flags.has('--markdown'),
    keep: flags.has('--keep'),
  };
}

function pairsOf(words: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at]?.replace(/^--/, '') ?? '';
    const value = words[at + 1];
    if (value === undefined || ![...NUMBERS, 'cell'].includes(name)) throw new Sentence(USAGE);
    pairs.set(name, value);
  }
  return pairs;
}

function cellsOf(names: string | undefined): readonly [Cell, ...Cell[]] | undefined {
  if (names === undefined) return undefined;
  const [first, ...others] = names.split(',').map((name) => CELLS[name] ?? unknownCell());
  if (first === undefined || others.some((cell) => placeOf(cell) !== placeOf(first))) return unknownCell();
  return [first, ...others];
}

function unknownCell(): never {
  throw new Sentence(USAGE);
}
