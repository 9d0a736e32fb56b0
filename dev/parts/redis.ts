import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isListening } from '../network';
import { type Part, usualPart } from '../processes/part';
import { findProgram } from '../tools/programs';

/** A Redis for the queue that writes everything down; undefined where none is installed. */
export function redisPart(dataFolder: string, port: number): Part | undefined {
  const command = findProgram('redis-server');
  if (command === undefined) return undefined;
  const folder = join(dataFolder, 'redis');
  mkdirSync(folder, { recursive: true });
  return {
    ...usualPart,
    name: 'queue',
    title: 'Redis',
    stage: 1,
    command,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--appendonly', 'yes'],
    env: { PATH: process.env.PATH ?? '' },
    isReady: () => isListening(port),
  };
}
