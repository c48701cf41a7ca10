/** XML elements with plain text in them, by their names. */
export function toElements(texts: Readonly<Record<string, string | number | boolean>>): string {
  const elements = Object.entries(texts).map(
    ([name, text]) => `<${name}>${escapeXml(String(text))}</${name}>`,
  );
  return elements.join('');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
