import { main } from '../test/oracles/main';

process.exitCode = main(process.argv.slice(2));
