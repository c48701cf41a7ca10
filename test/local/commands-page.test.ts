import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeCommandsPage } from '../../local/commands-page.ts';

describe('docs/commands.md', () => {
  it('says what the commands say of themselves; npm run docs:commands writes it anew', async () => {
    const page = await readFile(new URL('../../docs/commands.md', import.meta.url), 'utf8');
    expect(page).toBe(writeCommandsPage());
  });

  it('has a section for every command', () => {
    const titles = writeCommandsPage().match(/^## .*$/gm) ?? [];
    expect(titles).toEqual(
      expect.arrayContaining(['## vod-nightly', '## vod-nightly run', '## vod-nightly complete']),
    );
    expect(titles).toHaveLength(30);
  });
});
