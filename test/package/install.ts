import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { runIn } from './run-in.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly tarball: string;
    readonly tarballBytes: number;
    /** A project that `init` has begun, with the tarball installed, and the oldest Node.js that it says it runs on. */
    readonly project: string;
    /** What `init` printed: npx took it from the tarball, without any peer. */
    readonly begun: string;
  }
}

let directory: string;

/** Packs the project, has it begin a project of one's own outside of this folder, and installs that. */
export async function setup({ provide }: TestProject): Promise<void> {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-package-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const [packed] = JSON.parse(await runIn(root, 'npm', 'pack', '--json', '--pack-destination', directory));
  const tarball = join(directory, packed.filename);
  const install = ['install', '--no-audit', '--no-fund'];
  await runIn(directory, 'npm', ...install, '--prefix', directory, 'node@22.18.0');
  const npx = ['exec', '--yes', '--package', tarball, '--'];
  const begun = await runIn(directory, 'npm', ...npx, 'vod-nightly', 'init', 'my-nights');
  const project = join(directory, 'my-nights');
  await runIn(project, 'npm', ...install, tarball);
  provide('tarball', tarball);
  provide('tarballBytes', packed.size);
  provide('project', project);
  provide('begun', begun);
}

/** Removes all of it. */
export async function teardown(): Promise<void> {
  await rm(directory, { recursive: true });
}
