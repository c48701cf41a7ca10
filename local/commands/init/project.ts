import cdk from '../../../cdk.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

/** What a project is named after, and where it is deployed unless its workflow's variables say otherwise. */
type ProjectNames = {
  /** As npm takes one: lower case, without spaces. */
  readonly name: string;
  /** Such as ap-northeast-2. */
  readonly region: string;
};

/** The files of a new project, by their paths in its folder. */
export function composeProject(names: ProjectNames): Readonly<Record<string, string>> {
  return {
    'package.json': `${JSON.stringify(packageOf(names), null, 2)}\n`,
    'vod-nightly.config.ts': config,
    'app.ts': app,
    'cdk.json': `${JSON.stringify({ ...cdk, output: undefined, app: 'node app.ts' }, null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(types, null, 2)}\n`,
    '.gitignore': 'node_modules/\ncdk.out/\n.local*/\n',
    '.github/workflows/deploy.yml': workflowOf(names),
    'README.md': readmeOf(names),
  };
}

function packageOf({ name }: ProjectNames) {
  const { version, engines, peerDependencies, devDependencies } = manifest;
  return {
    name,
    private: true,
    type: 'module',
    engines,
    scripts: { start: 'vod-nightly start', synth: 'cdk synth --quiet', deploy: 'cdk deploy' },
    dependencies: {
      'aws-cdk-lib': peerDependencies['aws-cdk-lib'],
      constructs: peerDependencies.constructs,
      'vod-nightly': `^${version}`,
    },
    devDependencies: { '@types/node': devDependencies['@types/node'], 'aws-cdk': devDependencies['aws-cdk'] },
  };
}

const config = `import { defineConfig } from 'vod-nightly/config';

export default defineConfig({
  accounts: [
    {
      name: 'example',
      // The night is due at 01:10 in Asia/Seoul, and reports the day before.
      timeZone: 'Asia/Seoul',
      time: '01:10',
      // Tell people when at least 5 files of one day failed, and by text message as well from 20.
      rules: { failureCount: { warning: 5, critical: 20 } },
    },
  ],
  // Who is told. Until an address stands here nobody is. Each address gets a mail that asks to confirm.
  alerts: { email: [], sms: [], https: [] },
  // Who gets the nightly summary.
  reports: { email: [], https: [] },
});
`;

/** For editors, which would find fault with imports of .ts: Node.js runs these files as they are. */
const types = {
  compilerOptions: {
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
  },
};

const app = `import { App } from 'aws-cdk-lib';
import { VodNightlyStack } from 'vod-nightly';
import config from './vod-nightly.config.ts';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

// Without credentials neither is known, and the template is one for any account and Region.
new VodNightlyStack(new App(), 'VodNightly', { config, ...(account && region && { env: { account, region } }) });
`;

function workflowOf({ region }: ProjectNames): string {
  return `# Synthesizes every change, and deploys what is on main. AWS trusts GitHub by OIDC, so that no key is stored: the
# variable AWS_DEPLOY_ROLE of the repository names the role to take. It has to trust token.actions.githubusercontent.com
# for this repository, and to be allowed to take the roles that cdk bootstrap made.
name: deploy
on:
  push: { branches: [main] }
  pull_request:
permissions: { contents: read }
jobs:
  synthesize:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx cdk synth --quiet
  deploy:
    needs: synthesize
    if: github.ref == 'refs/heads/main' && github.event_name == 'push'
    runs-on: ubuntu-latest
    concurrency: deploy
    permissions: { contents: read, id-token: write }
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.AWS_DEPLOY_ROLE }}
          aws-region: \${{ vars.AWS_REGION || '${region}' }}
      - run: npx cdk deploy --require-approval never
`;
}

function readmeOf({ name, region }: ProjectNames): string {
  return `# ${name}

Reports on NAVER Cloud VOD Station accounts every night, with [vod-nightly](https://www.npmjs.com/package/vod-nightly).
\`vod-nightly.config.ts\` says which accounts, and who is told.

\`\`\`sh
npm install                                # once
npm start                                  # last night on this machine, against a simulator: no account is needed
AWS_REGION=${region} npx cdk deploy
\`\`\`

Before the first deployment, prepare the AWS account with \`npx cdk bootstrap\`. After it, store the vendor's keys with the
command that the output \`StoreKeys\` holds, and see with \`npx vod-nightly doctor --stack VodNightly\` what is missing.

To deploy from GitHub, name the role to take in the repository's variable \`AWS_DEPLOY_ROLE\`:
\`.github/workflows/deploy.yml\` says what it needs. \`npx vod-nightly --help\` lists everything else.
`;
}
