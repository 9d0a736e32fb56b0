import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, waitForPort } from '../network';
import { execute, type Say, Sentence, sayNothing, step } from '../progress';
import { cacheFolder } from '../project';
import { downloadTemporalProgram } from './download';
import { findProgram, isExecutable } from './programs';

const VERSION = '1.38.0';
const MAIN_CLASS = 'io.temporal.testserver.TestServer';

/**
 * Path of Temporal's time-skipping test server, for workflow tests:
 *
 * ```ts
 * const environment = await TestWorkflowEnvironment.createTimeSkipping({
 *   server: { executable: { type: 'existing-path', path: await timeSkippingServerPath() } },
 * });
 * ```
 *
 * Taken from TEMPORAL_TEST_SERVER, from PATH, from the cache, by Temporal's download, or as a jar from Maven
 * with an archive of its loaded classes: the SDK waits five seconds for it, a bare JVM needs three of them.
 * Register search attributes first; its clock is global, so no two tests at a time on one server.
 *
 * @throws Sentence when there is no way to get it
 */
export async function timeSkippingServerPath(say: Say = sayNothing): Promise<string> {
  const given = process.env.TEMPORAL_TEST_SERVER || findProgram('temporal-test-server');
  if (given) return given;
  const folder = join(cacheFolder(), `temporal-test-server-${VERSION}`);
  const cached = join(folder, 'temporal-test-server');
  if (isExecutable(cached)) return cached;
  const downloaded = await downloadTemporalProgram(
    'temporal-test-server',
    'default',
    join(folder, 'download'),
  );
  if (downloaded !== undefined) return publish(folder, cached, downloaded);
  return fromMaven(say, folder, cached);
}

function publish(folder: string, cached: string, downloaded: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(downloaded, 0o755);
  renameSync(downloaded, cached);
  return cached;
}

async function fromMaven(say: Say, folder: string, cached: string): Promise<string> {
  const [maven, java] = [findProgram('mvn'), findProgram('java')];
  if (maven === undefined || java === undefined) {
    throw new Sentence(
      `There is no time-skipping Temporal server: temporal.download cannot be reached and ${
        java === undefined ? 'Java' : 'Maven'
      } is not installed; install a JDK and Maven, or set TEMPORAL_TEST_SERVER to its path.`,
    );
  }
  await step(
    say,
    'Fetch the time-skipping Temporal server with Maven',
    () => fetchJars(maven, folder),
    '38 MB, about half a minute, only once',
  );
  await step(
    say,
    'Archive its classes',
    () => archiveClasses(java, folder),
    'so that it starts in a third of a second',
  );
  const script = `#!/bin/sh\nexec '${java}' ${javaOptions(folder)} -cp '${folder}/lib/*' ${MAIN_CLASS} "$@"\n`;
  writeFileSync(`${cached}.new`, script, { mode: 0o755 });
  renameSync(`${cached}.new`, cached);
  return cached;
}

const archiveOf = (folder: string): string => join(folder, 'classes.jsa');
const javaOptions = (folder: string): string =>
  `-Xshare:auto -XX:SharedArchiveFile='${archiveOf(folder)}' -XX:TieredStopAtLevel=1 -Xmx512m`;

async function fetchJars(maven: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const pom = join(folder, 'pom.xml');
  writeFileSync(pom, pomXml);
  await execute(
    maven,
    [
      '-B',
      '-q',
      '-f',
      pom,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${folder}/lib`,
    ],
    'The time-skipping Temporal server cannot be fetched: check that Maven reaches its repository, then run this again.',
  );
}

const pomXml = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lending</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Runs the server once and lets the JVM write down the classes it loaded. Without it all works, slower. */
async function archiveClasses(java: string, folder: string): Promise<void> {
  const port = await freePort();
  const archive = archiveOf(folder);
  rmSync(archive, { force: true });
  const classpath = join(folder, 'lib', '*');
  const child = spawn(
    java,
    [
      `-XX:ArchiveClassesAtExit=${archive}`,
      '-cp',
      classpath,
      MAIN_CLASS,
      String(port),
      '--enable-time-skipping',
    ],
    { stdio: 'ignore' },
  );
  const ended = endOf(child);
  await Promise.race([waitForPort(port, 60_000), ended]);
  child.kill('SIGTERM');
  await ended;
  if (!existsSync(archive))
    throw new Sentence(`Java wrote no class archive to ${archive}: is the disk full?`);
}

const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => child.once('close', () => resolve()));
