import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { filesBelow, hashOf, hashOfFiles, readJson, writeWhole } from './files.mjs';
import { inRoot } from './paths.mjs';
import { execute, step } from './progress.mjs';

const generated = inRoot('web/client/generated/api.ts');
const stampPath = inRoot('.cache/client.stamp.json');
/** What the description of the API is made from. */
const described = ['contracts', 'domain', 'api'];

/** Generates the types of the client of the API from its description, when that may have changed. */
export async function generateHttpClient() {
  const version = readJson(inRoot('node_modules/openapi-typescript/package.json'), {}).version ?? '';
  const wanted = hashOf(hashOfFiles(described.flatMap(filesBelow)), version);
  if (existsSync(generated) && readJson(stampPath, {}).hash === wanted) return;
  await step('Generate the client of the API', 'when contracts change', () =>
    execute(process.execPath, [inRoot('dev/bootstrap/client.mjs')], {
      failure: 'The API can not be described for its client: see the lines above.',
    }),
  );
  writeWhole(stampPath, JSON.stringify({ hash: wanted }));
}

async function generate() {
  const { default: openapiTypescript, astToString } = await import('openapi-typescript');
  const require = createRequire(import.meta.url);
  const { openApiDocument } = require(inRoot('dist/api/kernel/openapi/document.js'));
  const { operations } = require(inRoot('dist/api/operations.js'));
  const types = await openapiTypescript(JSON.stringify(openApiDocument(operations, '/')), {
    alphabetize: true,
  });
  writeWhole(generated, astToString(types));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await generate();
