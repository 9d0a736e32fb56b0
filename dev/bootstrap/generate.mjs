import { existsSync } from 'node:fs';
import process from 'node:process';
import { hashOf, hashOfFiles, readJson, writeWhole } from './files.mjs';
import { inRoot } from './paths.mjs';
import { execute, step } from './progress.mjs';

const schema = 'prisma/schema.prisma';
const generated = inRoot('gateways/database/generated');
const stampPath = inRoot('.cache/prisma.stamp.json');

/** Generates the Prisma client when the schema or the Prisma version changed; needs no network. */
export async function generateClient() {
  const version = readJson(inRoot('node_modules/prisma/package.json'), {}).version ?? '';
  const wanted = hashOf(hashOfFiles([schema]), version);
  if (existsSync(generated) && readJson(stampPath, {}).hash === wanted) return;
  await step('Generate the database client', 'when prisma/schema.prisma changes', () =>
    execute(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--schema', schema], {
      // The schema engine is not needed to generate; naming any program keeps Prisma from downloading one.
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
      failure: 'prisma generate failed: correct prisma/schema.prisma as the lines above say.',
    }),
  );
  writeWhole(stampPath, JSON.stringify({ hash: wanted }));
}
