/** A line of plain text that every mail program shows whole: RFC 3676 asks for less than 78, most people for 72. */
const mailColumns = 72;

/**
 * Hangul, ideographs, full-width forms and emoji: what Unicode's East_Asian_Width (UAX #11) calls W or F, and the flags.
 * Ambiguous characters, such as bars and arrows, are narrow outside of old East Asian fonts.
 */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** How many columns a line takes in a fixed-width font, or a few more: characters drawn into one are counted each. */
export function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/**
 * One line broken into lines of at most 72 columns or as many as are given, at spaces; a word that is too long for a line
 * is broken after a slash or, at worst, anywhere. An https address stays whole, as it would open nothing otherwise; in texts of
 * others there is none that could be clicked.
 * @param indent what each line but the first begins with
 */
export function wrap(text: string, indent = '', columns = mailColumns): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, columns - indent.length)) {
    if (line.trim() !== '' && columnsOf((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** What no line may break: words with the spaces after them, and parts of words that are too long for a line. */
function piecesOf(text: string, maxColumns: number): string[] {
  const words = text.split(/(?<= )/u);
  return words.flatMap((word) =>
    columnsOf(word.trimEnd()) <= maxColumns || word.startsWith('https://')
      ? word
      : word.split(/(?<=\/)/u).flatMap((part) => chunksOf(part, maxColumns)),
  );
}

function chunksOf(part: string, maxColumns: number): string[] {
  const chunks = [''];
  for (const character of part) {
    const chunk = `${chunks.pop()}${character}`;
    if (columnsOf(chunk) <= maxColumns) chunks.push(chunk);
    else chunks.push(chunk.slice(0, -character.length), character);
  }
  return chunks;
}

/** Lines that belong together; an empty line stands between blocks. */
export type Block = readonly string[];

/** Plain text of at most 72 columns; blocks without lines are left out. */
export function writeBlocks(blocks: readonly Block[]): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map(writeBlock)
    .join('\n\n')}\n`;
}

/** One block of it. Lines of a list go on indented; a line with a command goes on as that does. */
export function writeBlock(block: Block): string {
  return block.flatMap(writeLine).join('\n');
}

function writeLine(line: string): string[] {
  if (/^(?:[^-:]+: )?npx /.test(line)) return wrapCommand(line);
  return wrap(line, line.startsWith('- ') ? '  ' : '');
}

/** A line that ends in a command as it is, or broken at options, and before a long argument, so that a shell reads its lines as one. */
export function wrapCommand(line: string): string[] {
  if (columnsOf(line) <= mailColumns) return [line];
  const quotedOrBreak = /('[^']*'|\\.)| (?=--)/g;
  const lines = line.replace(quotedOrBreak, (_, quoted?: string) => quoted ?? ' \\\n  ').split('\n');
  return lines.flatMap((each) =>
    columnsOf(each) <= mailColumns ? each : each.replace(/^([^']+) (\S+ \\)$/, '$1 \\\n  $2').split('\n'),
  );
}
