import type { Command } from 'commander';
import { computeSignature, signatureHeaders, stringToSign } from '../../lambda/core/signature.ts';
import { usageError } from '../failures.ts';
import type { Session } from '../session.ts';

/** Adds `sign`: the headers of one signed request, to try the API by hand. */
export function addSignCommand(program: Command, { terminal, environment }: Session): void {
  program
    .command('sign')
    .summary('print the headers of a signed request')
    .description('Prints the three headers of a signed request, with NCP_ACCESS_KEY and NCP_SECRET_KEY.')
    .argument('<method>', 'HTTP method, such as GET')
    .argument('<request-target>', 'path with query, byte for byte as it will be sent')
    .option('--timestamp <ms>', 'epoch milliseconds instead of now')
    .addHelpText('after', "\nExample:\n  vod-nightly sign GET '/api/v2/status?pageNo=1&pageSizeNo=20'")
    .action((method: string, requestTarget: string, { timestamp }: { timestamp?: string }) => {
      const { NCP_ACCESS_KEY: accessKey = '', NCP_SECRET_KEY: secretKey = '' } = environment;
      const faults = [
        !/^[A-Z]+$/.test(method) && `method ${method}: has to be in capitals, such as GET`,
        !/^\/\S*$/.test(requestTarget) && `request-target ${requestTarget}: has to begin with a slash`,
        !/^\d{1,15}$/.test(timestamp ?? '0') && `--timestamp ${timestamp}: has to be epoch milliseconds`,
        accessKey === '' && 'NCP_ACCESS_KEY: has to be set in the environment',
        secretKey === '' && 'NCP_SECRET_KEY: has to be set in the environment',
      ].filter((fault) => fault !== false);
      if (faults.length > 0) throw usageError(faults);
      const request = { method, requestTarget, timestampMs: Number(timestamp ?? Date.now()), accessKey };
      const headers = signatureHeaders(request, computeSignature(stringToSign(request), secretKey));
      for (const [name, value] of Object.entries(headers)) terminal.out(`${name}: ${value}`);
    });
}
