/**
 * Outlives a supervisor that was killed without warning, and ends what it left running. Its standard input
 * is a pipe from the supervisor: when that closes, the supervisor is gone.
 *
 * Arguments: the run folder, the supervisor's process number.
 */
import { endLeftovers } from './processes/runFiles';

const [folder = '', supervisor = ''] = process.argv.slice(2);

process.stdin.on('error', () => undefined);
process.stdin.once('close', () => void endLeftovers(folder, (file) => file.owner === Number(supervisor)));
process.stdin.resume();
