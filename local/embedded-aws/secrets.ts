import type { HttpRequest } from '../http/http-server.ts';
import { AwsError } from './errors.ts';

/**
 * Secrets Manager, which has no secrets here: the keys of this machine come from its environment.
 * @throws AwsError
 */
export function answerSecrets({ headers }: HttpRequest): never {
  const [, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
  if (operation !== 'GetSecretValue') {
    const message = `The embedded Secrets Manager does not do this: ${operation}`;
    throw new AwsError(400, 'InvalidRequestException', message);
  }
  throw new AwsError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}
