/** Reads RFC 4180, character by character: rows of cells as text. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') end();
    else if (character === '\r' && text.charAt(at + 1) === '\n') {
      end();
      rows.push([]);
      at += 1;
    } else cell += character;
  }
  end();
  return rows;
}
