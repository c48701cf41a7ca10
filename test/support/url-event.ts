/** What a browser asks of a function URL. */
export type UrlRequest = {
  readonly method?: string;
  /** Without its question mark. */
  readonly query?: string;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** In Base64, as a function URL hands over what is no text. */
  readonly body?: string;
};

/** The answer of a function behind a function URL. */
export type UrlResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

const host = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-northeast-2.on.aws';

/** The event of a function URL, payload format 2.0: docs, Lambda developer guide, Invoking function URLs. */
export function urlEventOf(path: string, request: UrlRequest = {}): object {
  const { method = 'GET', query = '', cookies, headers = {}, body } = request;
  return {
    ...{ version: '2.0', routeKey: '$default', rawPath: path, rawQueryString: query },
    headers: { host, 'user-agent': 'Mozilla/5.0', 'x-forwarded-proto': 'https', ...headers },
    ...(cookies && { cookies }),
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    requestContext: {
      ...{
        accountId: 'anonymous',
        apiId: host.split('.')[0],
        domainName: host,
        domainPrefix: host.split('.')[0],
      },
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'Mozilla/5.0' },
      ...{ requestId: '6f2c8e39-0000-4000-8000-000000000000', routeKey: '$default', stage: '$default' },
      ...{ time: '27/Nov/2026:16:15:00 +0000', timeEpoch: 1_795_796_100_000 },
    },
    ...(body === undefined ? { isBase64Encoded: false } : { body, isBase64Encoded: true }),
  };
}

/** The body of an answer as text. */
export function bodyOf({ body, isBase64Encoded }: UrlResult): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
}
