#!/usr/bin/env bash
# Install Credit Panel into an environment of its own, then run `credit-panel serve`.
# tests/run.sh sources this file for its functions; `usage` below lists what a user can set.
set -euo pipefail

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
root=$(CDPATH='' cd -- "$here" && pwd -P)
venv=${CREDIT_PANEL_VENV:-$root/.venv}
# The command `credit-panel` of this folder, for a Python that it need not be installed for.
credit_panel=(-P -c 'import sys
sys.path.insert(0, sys.argv.pop(1))
from credit_panel.cli import main
sys.exit(main())' "$root")

usage() {
    cat <<'TEXT'
Usage: ./panel_serve.sh [--install-only | --help]

Serves http://localhost:5006/client; the first start installs and builds what is missing.

PORT                     port to listen on (5006)
ADDRESS                  address to listen on (127.0.0.1: this machine only; 0.0.0.0: every network)
CREDIT_PANEL_ORIGINS     other names under which browsers reach the server (bank.example,intranet:8080)
CREDIT_PANEL_MODEL       name of the model and portfolio to serve (synthetic)
CREDIT_PANEL_DATA_DIR    folder of the portfolios (data)
CREDIT_PANEL_MODELS_DIR  folder of the models (models)
PYTHON                   Python to make .venv with, 3.12 or newer
CREDIT_PANEL_VENV        a prepared virtual environment to use as it is, in place of .venv; nothing is installed
TEXT
}

say() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# Whether $1 runs (a pyenv shim can exist and fail), is new enough and can make an environment.
is_python() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' </dev/null >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3.12 python3.13 python3.14 python3 "${HOME:-}"/.pyenv/versions/*/bin/python3; do
        if is_python "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "No Python 3.12 or newer with its venv module was found: install one (python3 and python3-venv on Debian or Ubuntu," \
        "python@3.12 with Homebrew, or pyenv) or name it in PYTHON."
}

# Whether .venv works and was made for this folder: a moved one still points to its old place.
is_environment() {
    "$venv/bin/python" -c '
import pathlib, pip, sys
made_for = pathlib.Path(sys.prefix, "pyvenv.cfg").read_text()
sys.exit(sys.version_info < (3, 12) or sys.argv[1] not in made_for)' "$venv" </dev/null >/dev/null 2>&1
}

fingerprint() {
    "$venv/bin/python" -c '
import hashlib, pathlib, sys
print(hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest())' "$@"
}

# Python compiles the modules that are used when they are first imported: compiling all of them here takes longer.
install_from() {
    "$venv/bin/python" -m pip install --no-compile --require-hashes -r "$1" &&
        "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e "$root"
}

# Bring the environment to the state of the lock $1; when it is there already, pip is not called.
prepare_environment() {
    local lock=$root/$1 stamp=$venv/${1//\//-}.sha256 wanted python
    if [[ -n ${CREDIT_PANEL_VENV:-} ]]; then
        [[ -x $venv/bin/python ]] || fail "CREDIT_PANEL_VENV is $venv, which has no bin/python: name a virtual environment or unset it."
        return
    fi
    if ! is_environment; then
        python=$(find_python)
        say "Making the virtual environment .venv with $("$python" --version)"
        "$python" -m venv --clear "$venv" || fail "The virtual environment $venv could not be made: check the disk's room and rights."
    fi
    wanted=$(fingerprint "$lock" "$root/pyproject.toml")
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    rm -f "$stamp"
    say "Installing the $(grep -c '^[a-z0-9].*==' "$lock") packages of $1 (a minute or two)"
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    install_from "$lock" || fail "The installation stopped before its end: check the network and the disk's room, then start again."
    printf '%s\n' "$wanted" >"$stamp"
}

main() {
    local python=$venv/bin/python
    case ${1-} in
        '') ;;
        --install-only)
            prepare_environment requirements.lock
            return
            ;;
        --help | -h)
            usage
            return
            ;;
        *) fail "'$1' is not an option: see ./panel_serve.sh --help." ;;
    esac
    is_python "$python" || python=$(find_python)
    "$python" "${credit_panel[@]}" serve --check
    prepare_environment requirements.lock
    exec "$venv/bin/python" "${credit_panel[@]}" serve
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
