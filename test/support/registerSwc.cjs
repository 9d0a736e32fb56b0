/** Lets `node -r` run our TypeScript in a child process without a build; tests only. */
const { transformFileSync } = require('@swc/core');
const { dirname } = require('node:path');
const Module = require('node:module');

const options = {
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'commonjs', ignoreDynamic: true },
  sourceMaps: 'inline',
};

require.extensions['.ts'] = (module, filename) => {
  module.paths = Module._nodeModulePaths(dirname(filename));
  module._compile(transformFileSync(filename, options).code, filename);
};
