#!/bin/sh
# The tests of pages need Chromium: install it from Debian's packages where that is allowed, or say so.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the tests of pages ..."
    if apt-get update -qq >/dev/null 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "Chromium is missing: the tests of pages in a browser are skipped (install it: apt-get install chromium)" >&2
