/** What a base URL has to be, for messages. */
export const baseUrlRule = 'has to be an https address without a path; http only on this machine';

/** Whether signed requests may go to an address: keys travel in their headers, so plain http stays on this machine. */
export function isBaseUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '') return false;
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
