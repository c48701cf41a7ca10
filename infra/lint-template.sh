#!/usr/bin/env bash
# Synthesizes the stack as it comes and with all that can be configured, and runs cfn-lint on its templates, in a Python environment of its own below .runtime/.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.58.0
environment=.runtime/cfn-lint-$version
output=.runtime/template

if [ ! -x "$environment/bin/cfn-lint" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$version"
fi
# As the CDK's command line does it: with the context of cdk.json.
context() { node -p 'JSON.stringify({ ...require("./cdk.json").context, config: process.argv[1] })' "$1"; }
CDK_OUTDIR=$output CDK_CONTEXT_JSON=$(context vod-nightly.config.ts) node infra/app.ts
CDK_OUTDIR=$output/everything CDK_CONTEXT_JSON=$(context test/infra/everything.config.ts) node infra/app.ts
# W3005: CDK says of each function that it waits for its role, also where a reference to the role says so already.
"$environment/bin/cfn-lint" --ignore-checks W3005 --regions ap-northeast-2 ap-northeast-1 us-east-1 -- "$output"/*.template.json "$output"/everything/*.template.json
