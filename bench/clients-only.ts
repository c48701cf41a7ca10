// The floor for start-up: a program that does nothing but construct the three AWS clients.
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';

export const clients = [new S3Client({}), new SNSClient({}), new SecretsManagerClient({})];
