#!/bin/sh
# The tests of the ledger need PostgreSQL: install it from Debian's packages where that is allowed, or say so.
command -v initdb >/dev/null 2>&1 && exit 0
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing PostgreSQL for the tests of the ledger ..."
    if apt-get update -qq >/dev/null 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "PostgreSQL is missing: the ledger is tested on SQLite alone (install it: apt-get install postgresql)" >&2
