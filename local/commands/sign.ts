import type { Environment } from '../../lambda/adapters/connect.ts';
import { computeSignature, signatureHeaders, stringToSign } from '../../lambda/core/vendor/signature.ts';
import { exitCodes, type ManualCommand } from '../cli/help.ts';
import { refuse } from './checks.ts';
import type { Session } from './session.ts';

type SignOptions = { readonly timestamp?: string; readonly json?: boolean };

/** Adds `sign`: the headers of one signed request, to try the API by hand. */
export function addSignCommand(program: ManualCommand, { terminal, environment }: Session): void {
  program
    .command('sign')
    .summary('print the headers of a signed request')
    .description('Prints the three headers of a signed request, to try the API by hand.')
    .argument('<method>', 'HTTP method, such as GET')
    .argument('<request-target>', 'path with query, byte for byte as it will be sent')
    .option('--timestamp <ms>', 'epoch milliseconds instead of now')
    .option('--json', 'print one JSON document: {"headers": …}')
    .manual({
      notes: ['The signature is good for five minutes, and for this method and request target alone.'],
      environment: { 'NCP_ACCESS_KEY, NCP_SECRET_KEY': "the vendor's keys; both have to be set" },
      exitCodes: { 0: exitCodes[0] ?? '', 2: 'wrong usage, or keys that are not set' },
      examples: {
        "vod-nightly sign GET '/api/v2/status?pageNo=1&pageSizeNo=20'": 'the headers for one request',
        'vod-nightly sign GET /api/v2/status > headers && curl -H @headers https://vodstation.apigw.ntruss.com/api/v2/status':
          'ask with curl',
      },
    })
    .action((method: string, requestTarget: string, options: SignOptions) => {
      const headers = signRequest(method, requestTarget, options.timestamp, environment);
      if (options.json) return terminal.out(JSON.stringify({ headers }));
      for (const [name, value] of Object.entries(headers)) terminal.out(`${name}: ${value}`);
    });
}

function signRequest(
  method: string,
  requestTarget: string,
  timestamp: string | undefined,
  { NCP_ACCESS_KEY: accessKey = '', NCP_SECRET_KEY: secretKey = '' }: Environment,
): Readonly<Record<string, string>> {
  refuse([
    !/^[A-Z]+$/.test(method) && `method ${method}: has to be in capitals, such as GET`,
    !/^\/\S*$/.test(requestTarget) && `request-target ${requestTarget}: has to begin with a slash`,
    !/^\d{1,15}$/.test(timestamp ?? '0') && `--timestamp ${timestamp}: has to be epoch milliseconds`,
    accessKey === '' && 'NCP_ACCESS_KEY: has to be set in the environment',
    secretKey === '' && 'NCP_SECRET_KEY: has to be set in the environment',
  ]);
  const request = { method, requestTarget, timestampMs: Number(timestamp ?? Date.now()), accessKey };
  return signatureHeaders(request, computeSignature(stringToSign(request), secretKey));
}
