/**
 * Apache Kafka as Maven brings it: some forty jars in the user's cache, fetched once. Whoever has
 * no Java or no Maven is told so, and tests are skipped there.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const KAFKA = { artifact: 'kafka_2.13', version: '4.4.0' };
const FETCHER = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
const FETCH_MS = 300_000;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId><artifactId>broker</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>${KAFKA.artifact}</artifactId><version>${KAFKA.version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

function jarsFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'stafett', `kafka-${KAFKA.version}`);
}

/** Why there is no broker to start on this machine; undefined where there is one. */
export function kafkaMissing(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return 'Java is not installed';
  if (existsSync(jarsFolder())) return undefined;
  return spawnSync('mvn', ['-version']).status === 0 ? undefined : 'Maven is not installed';
}

/** @returns the class path. @throws Error Maven could not fetch them */
export async function kafkaJars(): Promise<string> {
  const folder = jarsFolder();
  if (!existsSync(folder)) await fetchJars(folder);
  return join(folder, '*');
}

/** Renamed into place when it is complete: several processes may begin at once. */
async function fetchJars(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    writeFileSync(join(work, 'pom.xml'), POM);
    const jars = join(work, 'jars');
    const args = ['-q', '-B', FETCHER, `-DoutputDirectory=${jars}`];
    await promisify(execFile)('mvn', args, { cwd: work, timeout: FETCH_MS });
    renameSync(jars, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
