#!/usr/bin/env bash
# Set up .venv with what the tests need and run them; `usage_of_tests` below lists what can be asked for.
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ $here != "${BASH_SOURCE[0]}" ]] || here=.
# shellcheck source=panel_serve.sh
source "$here/../panel_serve.sh"

usage_of_tests() {
    cat <<'TEXT'
Usage: tests/run.sh [OPTION] [arguments for pytest]

Without an option: every test but the long ones, the slow ones and those on Spark; ruff is a test too, mypy a long one.

--quick               under a minute: ruff, mypy, the house rules and the tests that mirror what changed against main
--real                the tests on real tables, in the folder that CREDIT_PANEL_REAL_DATA names
--long                the tests that take over 4 seconds each
--slow                those that take over 20 seconds each, of kinds that other tests hold
--guide               the commands of the deployment's guide, on a bare Debian that debootstrap makes; takes ten minutes, and root
--spark               the tests on Spark, on this machine and on a cluster of it; installs PySpark, and Java where it can
--ui-under-load RUNS  the tests in a browser, RUNS times, beside two loops that keep two cores busy
--help                this text

CREDIT_PANEL_REAL_DATA  folder of real tables (tests/real_data.py names its files); without it their tests are skipped
CREDIT_PANEL_VENV       virtual environment in place of .venv; one that exists is used as it is, nothing is installed
CHROMIUM                the browser of the tests, where it is not found by itself
TEXT
}

# The one without a window first: it takes a third less of the processor.
find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-chromium-headless-shell}" chromium /usr/bin/chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$candidate"; then
            return
        fi
    done
    return 1
}

find_nginx() {
    command -v nginx || command -v /usr/sbin/nginx
}

find_postgresql() {
    command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'
}

# As root, or through sudo without asking for a password.
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    say "Installing $*"
    as_root apt-get update -qq </dev/null >&2 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

# What pip does not bring: a browser with fonts, the proxy that some tests put before the server, and the database that
# the journal may lie in.
prepare_programs() {
    local lacking=()
    find_chromium >/dev/null || lacking+=(chromium-headless-shell fonts-dejavu-core fonts-liberation)
    find_nginx >/dev/null || lacking+=(nginx-light)
    find_postgresql >/dev/null || lacking+=(postgresql)
    ((${#lacking[@]} == 0)) || install_packages "${lacking[@]}" ||
        install_packages "${lacking[@]/#chromium-headless-shell/chromium}" || true # where there is none without a window
    find_nginx >/dev/null || say "No nginx was found and apt could not install it: the tests behind a proxy are skipped."
    find_postgresql >/dev/null ||
        say "No PostgreSQL was found and apt could not install it: the tests of a journal in it are skipped."
    if CHROMIUM=$(find_chromium); then
        export CHROMIUM
    else
        unset CHROMIUM
        say "No Chromium was found and apt could not install it: the browser tests will fail until CHROMIUM names one."
    fi
}

# Threads that wait for the others of their process sleep: two workers have all the cores to do.
run_pytest() {
    OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive} "$venv/bin/python" -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
}

run_all() {
    prepare_programs
    say "Running the tests"
    run_pytest -m "not long and not slow and not spark" "$@"
}

run_quick() {
    local file files=()
    while IFS= read -r file; do
        files+=("$file")
    done < <("$venv/bin/python" tests/mirrors.py)
    say "Running ${files[*]}"
    run_pytest -m "(not long or long(quick=True)) and not slow and not ui and not real and not spark" "${files[@]}" "$@"
}

run_real() {
    prepare_programs
    say "Running the tests on real tables"
    run_pytest -m "real and not spark" "$@"
}

run_long() {
    prepare_programs
    say "Running the long tests"
    run_pytest -m "long and not slow" "$@"
}

run_slow() {
    prepare_programs
    say "Running the slow tests"
    run_pytest -m "slow and not guide" "$@"
}

run_guide() {
    command -v debootstrap >/dev/null || install_packages debootstrap || true # without, the test says what is lacking
    say "Following the guide"
    "$venv/bin/python" -m pytest -m guide -rs "$@" tests/deploy/test_guide.py
}

# One process after the other: each of them starts a Java of its own, and a cluster takes both cores.
run_spark() {
    prepare_environment tests/spark.lock
    [[ -n ${JAVA_HOME:-} ]] || command -v java >/dev/null || install_packages openjdk-17-jre-headless || true
    [[ -n ${JAVA_HOME:-} ]] || command -v java >/dev/null ||
        fail "The tests on Spark need Java 17 or later, and apt could not install it: install it or name it in JAVA_HOME."
    say "Running the tests on Spark"
    "$venv/bin/python" -m pytest -m spark "$@" tests/engines
}

# Each loop ends by itself when this script is gone, however it ended.
keep_busy() {
    while kill -0 "$1" 2>/dev/null; do :; done
}

run_ui_under_load() {
    local runs=$1 run loops=() failures=0
    shift
    prepare_programs
    for run in 1 2; do
        keep_busy $$ &
        loops+=($!)
    done
    # shellcheck disable=SC2064 # the loops are known now
    trap "kill ${loops[*]} 2>/dev/null" EXIT
    for ((run = 1; run <= runs; run++)); do
        say "Run $run of $runs of the browser tests, beside two busy loops"
        run_pytest -m "ui and not slow" --tb=short "$@" || failures=$((failures + 1))
    done
    say "$failures of $runs runs of the browser tests failed"
    ((failures == 0))
}

option=run_all
case ${1-} in
    --quick) option=run_quick ;;
    --long) option=run_long ;;
    --slow) option=run_slow ;;
    --guide) option=run_guide ;;
    --spark) option=run_spark ;;
    --real)
        option=run_real
        [[ -n ${CREDIT_PANEL_REAL_DATA:-} ]] ||
            fail "--real runs the tests on real tables: name their folder in CREDIT_PANEL_REAL_DATA."
        ;;
    --ui-under-load)
        option=run_ui_under_load
        [[ ${2-} =~ ^[1-9][0-9]?$ ]] || fail "--ui-under-load is '${2-}' runs: give a number from 1 to 99."
        ;;
    --help | -h)
        usage_of_tests
        exit
        ;;
esac
[[ $option == run_all ]] || shift
if [[ -n ${CREDIT_PANEL_REAL_DATA:-} && $CREDIT_PANEL_REAL_DATA != /* ]]; then
    export CREDIT_PANEL_REAL_DATA=$PWD/$CREDIT_PANEL_REAL_DATA # the tests run from the checkout
fi
cd "$root"
# what is compiled is kept, as for the server: each of some hundred processes would compile what it imports
! is_ours || export PYTHONDONTWRITEBYTECODE=
prepare_environment tests/requirements.lock
"$option" "$@"
