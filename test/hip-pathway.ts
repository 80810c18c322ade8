/** A small pathway with one scenario, and folders in which the command finds such files. */
import { afterAll, beforeAll, expect } from '@jest/globals';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stafett, temporaryFolder, type Finished } from './data-folder.js';

export const DEFINITION = `pathway: hip
version: 1
title: Hip
source: a paper
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a paper }
entry: { events: SymptomOnsetReported, unfiltered: every onset counts }
closes: PathwayClosed
stages:
  - { id: first, title: First, holder: gp, limit: 12 months, source: a paper }
duties:
  - { id: plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: gp, source: a paper }
`;

export const SCENARIOS = `pathway: hip
scenarios:
  - id: in-time
    title: A plan after four weeks is in time
    given:
      - { on: 2026-03-02, event: SymptomOnsetReported, id: onset }
      - { on: 2026-03-30, event: RehabPlanAgreed }
    expect:
      - { at: 2026-04-14 12:00, duties: { plan: met } }
`;

export interface PathwayDesk {
  /** A folder of its own with these files; the paths are those of the files. */
  readonly files: (texts: Readonly<Record<string, string>>) => readonly string[];
  /** The path of what may not be there yet. */
  readonly pathTo: (name: string) => string;
  /** Runs `stafett pathway` where no data folder is, and sees to it that none is made. */
  readonly pathway: (...args: readonly string[]) => Promise<Finished>;
}

/** A folder for the tests of one file, gone after the last. */
export function pathwayDesk(): PathwayDesk {
  let folder: string;
  beforeAll(async () => {
    folder = (await temporaryFolder()).path;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let made = 0;
  const pathTo = (name: string): string => path.join(folder, name);
  return {
    pathTo,
    files: (texts) => {
      const own = pathTo(String((made += 1)));
      mkdirSync(own);
      return Object.entries(texts).map(([name, text]) => {
        const file = path.join(own, name);
        writeFileSync(file, text);
        return file;
      });
    },
    pathway: async (...args) => {
      const data = pathTo('no-data');
      const finished = await stafett(['pathway', ...args, '--data', data]);
      expect(existsSync(data)).toBe(false);
      return finished;
    },
  };
}

export const answer = ({ stdout }: Finished): unknown => JSON.parse(stdout);
