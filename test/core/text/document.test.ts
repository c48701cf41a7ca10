import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { formatDocument, parseDocument } from '../../../lambda/core/text/document.ts';

const schema = z.strictObject({ version: z.literal(1), name: z.string() });
const parse = (text: string) => parseDocument(schema, 'list of names', text);

describe('a document of the archive', () => {
  it('is one line, and says the same when it is read', () => {
    const document = { version: 1, name: 'acme' } as const;
    expect(formatDocument(document)).toBe('{"version":1,"name":"acme"}\n');
    expect(parse(formatDocument(document))).toEqual(document);
  });

  it.each([
    ['', 'JSON'],
    ['{"version":2,"name":"acme"}', /^it is no list of names: .*version/s],
    ['{"version":1}', /^it is no list of names: .*name/s],
    ['{"version":1,"name":"acme","more":0}', /^it is no list of names: /],
  ])('is refused where it reads %j', (text, fault) => {
    expect(() => parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(fault);
  });
});
