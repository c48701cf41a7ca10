import { secretKey } from '../vendor.ts';
import type { World } from '../world.ts';

/** Invariant 7: neither the secret key nor any signature is in a text, however it is escaped there. */
export function checkSecrets({ vendor, violations }: World, text: string): void {
  const plain = withoutEscapes(text);
  const leaked = plain.includes(secretKey)
    ? 'the secret key'
    : tokensOf(plain).some((token) => vendor.signatures.has(token)) && 'a signature';
  if (!leaked) return;
  violations.push({
    invariant: '7: no secret or signature anywhere',
    detail: `${leaked} in ${text.slice(0, 80)}…`,
  });
}

/** Whatever may be a signature: 44 characters that end in the padding of Base64. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let end = text.indexOf('='); end >= 0; end = text.indexOf('=', end + 1)) {
    if (end >= 43) tokens.push(text.slice(end - 43, end + 1));
  }
  return tokens;
}

function withoutEscapes(text: string): string {
  if (!text.includes('\\') && !text.includes('%')) return text;
  return text.replaceAll('\\', '').replace(/%2F/gi, '/').replace(/%2B/gi, '+').replace(/%3D/gi, '=');
}
