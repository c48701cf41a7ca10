import { expect, it } from 'vitest';
import { neutralizeMarkdown } from '../../../lambda/core/text/markdown.ts';

it.each([
  ['leaves plain text', 'error 200: not found. 3.5 files, 가나', 'error 200: not found. 3.5 files, 가나'],
  ['takes emphasis and code for text', '*a* _b_ ~c~ `d`', '∗a∗ ＿b＿ ∼c∼ ˋdˋ'],
  ['takes mentions for text', '<!here> @channel', '‹!here› ＠channel'],
  [
    'takes links for text',
    '[a](https://x.example) <https://x.example|b>',
    '［a］（https[:]//x[.]example） ‹https[:]//x[.]example¦b›',
  ],
  ['takes headings, escapes and entities for text', '# a \\b &lt;', '＃ a ＼b ＆lt;'],
  ['takes emoji names for text', 'a :smile: b', 'a [:]smile: b'],
])('neutralizeMarkdown %s', (_, text, neutral) => {
  expect(neutralizeMarkdown(text)).toBe(neutral);
});
