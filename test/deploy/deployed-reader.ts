import { once } from 'node:events';
import { request } from 'node:http';
import { textOf } from '../support/report-pages.ts';
import { bodyOf, type UrlResult, urlEventOf } from '../support/url-event.ts';
import type { Deployment } from './deployment.ts';

/** Asks the reader by a link, whose host the emulator at `url` knows and DNS does not. */
export async function followLink(url: string, link: string) {
  const { host, pathname, search } = new URL(link);
  const sent = request(url, { path: pathname + search, headers: { host } }).end();
  const [{ statusCode, headers }] = await once(sent, 'response');
  return { status: statusCode, cookies: headers['set-cookie'] };
}

/** Asks its function for a page, as a browser with cookies would: those, MiniStack does not pass on. */
export async function getPage(deployment: Deployment, path: string, cookies: readonly string[]) {
  const { CloseReader = '' } = await deployment.outputs();
  const [, name = ''] = /--function-name (\S+)/.exec(CloseReader) ?? [];
  const result = (await deployment.invoke(name, urlEventOf(path, { cookies }))) as UrlResult;
  return { status: result.statusCode, text: textOf(bodyOf(result)) };
}
