#!/bin/sh
# Every npm script goes through here: run.sh SCRIPT [ARGUMENT...]
# Installs packages when they are missing or older than the lock, then becomes the pinned Node running SCRIPT, whatever
# Node the machine has. A shell, so that nothing but the server itself stays in memory.
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
if [ ! -x "$top/node_modules/.bin/node" ] || [ "$top/package-lock.json" -nt "$top/node_modules/.package-lock.json" ]; then
  node "$top/src/cli/install.js" || exit 1
fi
PATH="$top/node_modules/.bin:$PATH"
script="$top/$1"
shift
exec node "$script" "$@"
