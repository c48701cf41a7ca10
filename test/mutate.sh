#!/usr/bin/env bash
# Mutation testing of lambda/core. Stryker is installed into an ignored folder on first use: it brings two hundred packages
# that nothing else needs. Arguments go to Stryker, such as --mutate lambda/core/notices/notices.ts
set -euo pipefail
cd "$(dirname "$0")/.."

version=10.1.1
folder=.runtime/stryker-$version
if [ ! -x "$folder/node_modules/.bin/stryker" ]; then
  mkdir -p "$folder"
  echo '{ "private": true }' > "$folder/package.json"
  # The runner's peer is the project's own vitest, which Node.js finds in the folders above.
  npm install --prefix "$folder" --no-audit --no-fund --legacy-peer-deps \
    "@stryker-mutator/core@$version" "@stryker-mutator/vitest-runner@$version"
fi
exec "$folder/node_modules/.bin/stryker" run "$@"
