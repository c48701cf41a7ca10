/** The Region of the stack: one that sends text messages. */
export const region = 'ap-northeast-1';
/** The AWS account that both emulators take for everyone's. */
export const accountId = '123456789012';

/** What the AWS SDK, the CDK and the AWS CLI read, of an emulator. */
export function awsVariables(url: string) {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: url,
  };
}
