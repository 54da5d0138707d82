#!/usr/bin/env bash
# Install Credit Panel into an environment of its own, then run `credit-panel serve`.
# tests/run.sh sources this file for its functions; `usage` below lists what a user can set.
set -euo pipefail

here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
root=$(CDPATH='' cd -- "$here" && pwd -P)
venv=${CREDIT_PANEL_VENV:-$root/.venv}
[[ $venv == /* ]] || venv=$PWD/$venv
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
CREDIT_PANEL_LOGIN       who asks for a login: users (this server) or proxy (one in front); needed on any address but this machine's
CREDIT_PANEL_MODEL       name of the model and portfolio to serve (synthetic)
CREDIT_PANEL_DATA_DIR    folder of the portfolios (data)
CREDIT_PANEL_MODELS_DIR  folder of the models (models)
PYTHON                   Python to make .venv with: 3.12, 3.13 or 3.14
CREDIT_PANEL_VENV        virtual environment in place of .venv; one that exists is used as it is, nothing is installed
TEXT
}

say() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# Whether $1 runs (a pyenv shim can exist and fail) and is new enough.
is_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' </dev/null >/dev/null 2>&1
}

# Whether $1 can make an environment and is a Python that every locked package has a wheel for.
takes_locks() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 12) <= sys.version_info < (3, 15))' </dev/null >/dev/null 2>&1
}

find_python() {
    local candidate home=${HOME:-}
    if [[ -n ${PYTHON:-} ]]; then
        takes_locks "$PYTHON" || fail "PYTHON is $PYTHON, which is no Python 3.12, 3.13 or 3.14 with its venv module: name another one or unset it."
        printf '%s\n' "$PYTHON"
        return
    fi
    for candidate in python3.12 python3.13 python3.14 python3 "${PYENV_ROOT:-$home/.pyenv}"/versions/*/bin/python3 \
        "$home"/.local/share/uv/python/*/bin/python3; do
        if takes_locks "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "No Python 3.12, 3.13 or 3.14 with its venv module was found: install one (python3 and python3-venv on Debian or Ubuntu," \
        "python@3.12 with Homebrew, or pyenv) or name it in PYTHON."
}

# Whether the environment works and was made where it is: a moved one still points to its old place.
is_environment() {
    "$venv/bin/python" -c '
import os, pathlib, pip, sys
made_for = pathlib.Path(sys.prefix, "pyvenv.cfg").read_text(encoding="utf-8")
sys.exit(sys.version_info < (3, 12) or os.path.abspath(sys.argv[1]) not in made_for)' "$venv" </dev/null >/dev/null 2>&1
}

# Whether this script made the environment or is to make it; another one that CREDIT_PANEL_VENV names stays as it is.
is_ours() {
    [[ -z ${CREDIT_PANEL_VENV:-} || -e $venv/made-by-panel_serve || ! -e $venv || -z $(ls -A "$venv") ]]
}

check_prepared() {
    local lacking
    is_python "$venv/bin/python" ||
        fail "CREDIT_PANEL_VENV is $venv, which holds files and no Python 3.12 or newer in bin: name a virtual environment or a new folder."
    lacking=$("$venv/bin/python" -c '
import importlib.metadata, re, sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extras = ("dev", "notebooks") if sys.argv[2].startswith("tests") else ()
lines = sum((project["optional-dependencies"][extra] for extra in extras), project["dependencies"])
found = {re.sub("[-_.]+", "-", (d.name or "").lower()) for d in importlib.metadata.distributions()}
names = [re.match("[A-Za-z0-9._-]+", line)[0] for line in lines if ";" not in line]
print(", ".join(name for name in names if re.sub("[-_.]+", "-", name.lower()) not in found))' "$root/pyproject.toml" "$1")
    [[ -z $lacking ]] || fail "CREDIT_PANEL_VENV is $venv, which is used as it is and lacks $lacking: install $1 into it or unset it."
}

make_environment() {
    local python folder=${venv%/*}
    [[ $venv != *:* ]] || fail "A virtual environment cannot lie in $venv, which holds a ':': name another place in CREDIT_PANEL_VENV."
    while [[ -n $folder && ! -e $folder ]]; do
        folder=${folder%/*}
    done
    [[ -w ${folder:-/} ]] || fail "The virtual environment cannot be made in ${folder:-/}, which you may not write into: name another place in CREDIT_PANEL_VENV."
    python=$(find_python)
    say "Making the virtual environment $venv with $("$python" --version)"
    # the mark comes first, so that one which was broken off is known to be ours
    { rm -rf -- "$venv" && mkdir -p -- "$venv" && : >"$venv/made-by-panel_serve" && "$python" -m venv "$venv"; } ||
        fail "The virtual environment $venv could not be made: check the disk's room and rights."
}

fingerprint() {
    "$venv/bin/python" -c '
import hashlib, pathlib, sys
print(hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest())' "$@"
}

# The lock holds all that is needed, so pip resolves nothing: what was released since cannot come into it.
# Python compiles the modules that are used when they are first imported, see `main`: all of them here would take longer.
install_from() {
    "$venv/bin/python" -m pip install --no-compile --no-deps --require-hashes -r "$1" &&
        # from within: pip reads brackets at the end of a path as extras
        (cd -- "$root" && "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .)
}

# Whether what is installed fits together: packages that someone put beside may not.
check_installed() {
    local told
    told=$("$venv/bin/python" -m pip check 2>&1) || {
        say "$told"
        fail "The packages of $venv do not fit together, as told above: delete that folder, then start again."
    }
}

# What is written into the environment once it is in the state of the lock $1.
state_of() {
    printf '%s %s' "$(fingerprint "$root/$1" "$root/pyproject.toml")" "$root"
}

# Whether our environment is in the state of the lock $1 already: no more has to be known before a start.
is_prepared() {
    local stamp=$venv/${1//\//-}.sha256
    is_ours && [[ -f $stamp ]] && is_environment && [[ $(<"$stamp") == "$(state_of "$1")" ]]
}

# Bring the environment to the state of the lock $1; when it is there already, pip is not called.
prepare_environment() {
    local lock=$root/$1 stamp=$venv/${1//\//-}.sha256 wanted
    if ! is_ours; then
        check_prepared "$1"
        return
    fi
    is_environment || make_environment
    wanted=$(state_of "$1")
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    [[ -w $venv ]] || fail "The virtual environment $venv is older than $1 and you may not write into it: name another one in CREDIT_PANEL_VENV."
    rm -f "$stamp"
    say "Installing the $(grep -c '^[a-z0-9].*==' "$lock") packages of $1 (a minute or two)"
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    install_from "$lock" || fail "The installation stopped before its end: check the network and the disk's room, then start again."
    check_installed
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
    # what is compiled is kept, since to compile it all takes three times as long as the start itself
    ! is_ours || export PYTHONDONTWRITEBYTECODE=
    if ! is_prepared requirements.lock; then
        is_python "$python" || python=$(find_python)
        "$python" "${credit_panel[@]}" serve --check
        prepare_environment requirements.lock
    fi
    exec "$venv/bin/python" "${credit_panel[@]}" serve
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
