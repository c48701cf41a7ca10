import { toError } from '../../lambda/errors.ts';
import { type Diagnosis, wrong } from './diagnosis.ts';

/** What an error of the AWS SDK means for whoever looks, and what would help. */
export function explainAwsError(thrown: unknown, subject: string, action: string): Diagnosis {
  const { name, message } = toError(thrown);
  const detail = `${subject}: ${name}, ${message}`;
  if (/AccessDenied|Authorization|Forbidden/.test(name)) return wrong(detail, `allow ${action}`);
  if (/NotFound/.test(name)) return wrong(detail, 'deploy the stack again');
  return wrong(detail, 'see whether AWS can be reached from here, with credentials that are valid');
}
