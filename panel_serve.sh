#!/usr/bin/env bash
# Install Credit Panel, build the synthetic portfolio when there is none, and serve the pages.
# tests/run.sh sources this file for its functions; `usage` below lists what a user can set.
set -euo pipefail

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
root=$(CDPATH='' cd -- "$here" && pwd -P)
venv=${CREDIT_PANEL_VENV:-$root/.venv}

usage() {
    cat <<'TEXT'
Usage: ./panel_serve.sh [--install-only | --help]

Serves http://localhost:5006/client; the first start installs and builds what is missing.

PORT                     port to listen on (5006)
ADDRESS                  address to listen on (127.0.0.1: this machine only; 0.0.0.0: every network)
CREDIT_PANEL_ORIGINS     other host:port names under which browsers reach the server, separated by commas
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

check_port() {
    local python=$venv/bin/python reason
    if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
        fail "PORT is '$port', which is no port: give a number from 1 to 65535."
    fi
    is_python "$python" || python=$(find_python)
    reason=$("$python" -c '
import socket, sys
try:
    family, kind, _, _, where = socket.getaddrinfo(*sys.argv[1:], type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen()
except OSError as error:
    sys.exit(error.strerror or str(error))' "$address" "$port" 2>&1) ||
        fail "The server cannot listen on port $port of $address ($reason): set PORT to a free port, or ADDRESS to an address of this machine."
}

# Make a folder named relative to the caller's directory absolute, since the server runs from the checkout.
absolute() {
    case $1 in
        /*) printf '%s\n' "$1" ;;
        \~ | \~/*) printf '%s\n' "${HOME:-}${1#\~}" ;;
        *) printf '%s\n' "$PWD/$1" ;;
    esac
}

is_built() {
    [[ -f $models/$model/manifest.json && -f $data/$model/portfolio.json ]]
}

check_model() {
    [[ $model =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ ]] ||
        fail "CREDIT_PANEL_MODEL is '$model', which cannot be used: take letters, digits, '-' and '_' only, 64 at most."
    is_built || [[ $model == synthetic ]] ||
        fail "The model '$model' is not built ($models/$model and $data/$model): build it with './panel_serve.sh --install-only &&" \
            ".venv/bin/credit-panel build --tables PATH --name $model', or unset CREDIT_PANEL_MODEL."
}

build_synthetic() {
    say "Drawing a synthetic portfolio and training its model (about a minute)"
    "$venv/bin/python" -c 'import sys; from credit_panel.cli import main; sys.exit(main())' build --synthetic
}

serve() {
    local host hosts origins=() panel_command
    IFS=', ' read -ra hosts <<<"localhost:$port,127.0.0.1:$port,$address:$port,${CREDIT_PANEL_ORIGINS-}"
    for host in "${hosts[@]}"; do
        origins+=(--allow-websocket-origin "$host")
    done
    say "Serving http://localhost:$port/client (Ctrl-C stops)"
    panel_command='
import contextlib
from panel.command import main

with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops the server: no traceback for it
    main()'
    exec "$venv/bin/python" -c "$panel_command" serve credit_panel/pages/{client,application,portfolio,model}.py \
        credit_panel/pages/{glossary,accessibility}.py \
        --index client --server fastapi --setup credit_panel/pages/warm.py --plugins credit_panel.api \
        --liveness --address "$address" --port "$port" "${origins[@]}"
}

main() {
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
    port=${PORT:-5006} address=${ADDRESS:-127.0.0.1} model=${CREDIT_PANEL_MODEL:-synthetic}
    data=$(absolute "${CREDIT_PANEL_DATA_DIR:-$root/data}")
    models=$(absolute "${CREDIT_PANEL_MODELS_DIR:-$root/models}")
    export CREDIT_PANEL_DATA_DIR=$data CREDIT_PANEL_MODELS_DIR=$models
    cd "$root"
    check_model
    check_port
    prepare_environment requirements.lock
    is_built || build_synthetic
    serve
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
