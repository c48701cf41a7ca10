import { describe, expect, it } from 'vitest';
import type { SourceFile } from './source-files.ts';

/** A promise about the project's own files, and code that breaks it. */
export type Boundary = {
  readonly holds: string;
  /** What breaks it in these files, in words. */
  readonly find: (files: readonly SourceFile[]) => string[];
  readonly broken: readonly (readonly SourceFile[])[];
};

/** A file that is nowhere but in a test. */
export function fileOf(path: string, text: string): SourceFile {
  return { path, text };
}

/** Tests that the files keep each promise, and that what breaks one is found. */
export function testBoundaries(files: readonly SourceFile[], boundaries: readonly Boundary[]): void {
  describe.each(boundaries)('$holds', ({ find, broken }) => {
    it('throughout the project', () => {
      expect(find(files)).toEqual([]);
    });

    it.each(broken.map((example) => ({ example, text: titleOf(example[0]) })))(
      'and not with: $text',
      ({ example }) => {
        expect(find(example).length).toBeGreaterThan(0);
      },
    );
  });
}

function titleOf(file: SourceFile | undefined): string | undefined {
  return file?.text.replace(/\s+/g, ' ').slice(0, 60) || file?.path;
}
