#!/usr/bin/env bash
# Set up .venv with what the tests need, then run ruff, mypy and pytest; arguments go to pytest.
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
# shellcheck source=panel_serve.sh
source "$here/../panel_serve.sh"

find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-chromium}" /usr/bin/chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$candidate"; then
            return
        fi
    done
    return 1
}

# As root, or through sudo without asking for a password.
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_chromium() {
    say "Installing Chromium and fonts for the browser tests"
    as_root apt-get update -qq </dev/null >&2 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium fonts-dejavu-core fonts-liberation </dev/null >&2
}

prepare_chromium() {
    local found
    found=$(find_chromium) || { install_chromium && found=$(find_chromium); } || {
        say "No Chromium was found and apt could not install it: the browser tests will fail until CHROMIUM names one."
        return 0
    }
    export CHROMIUM=$found
}

cd "$root"
prepare_environment tests/requirements.lock
prepare_chromium
failed=0
say "Checking style and types"
"$venv/bin/python" -m ruff check . || failed=1
"$venv/bin/python" -m ruff format --check . || failed=1
"$venv/bin/python" -m mypy || failed=1
say "Running the tests"
"$venv/bin/python" -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@" || failed=$?
exit "$failed"
