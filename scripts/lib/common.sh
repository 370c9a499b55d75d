# shellcheck shell=bash
# Shared by every script: where things are and how steps are shown.
# Source it first; it moves to the root of the repository.
set -euo pipefail

# Where the caller stands, for paths that the caller gives.
# shellcheck disable=SC2034 # read by engine.sh
CALLER_DIRECTORY=$PWD
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$ROOT"

# One target directory for everything cargo builds; a caller may move it.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
HOST_BIN="$CARGO_TARGET_DIR/debug"

# What the scripts themselves produce always stands below the repository.
CANISTERS_OUT="$ROOT/target/canisters"
STAND_INS_OUT="$ROOT/target/stand-ins"
TOOLS="$ROOT/target/tools"
LOGS="$ROOT/target/logs"
mkdir -p "$LOGS" "$TOOLS"

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# show_help "$@": if --help is among the arguments, prints the comment that
# opens the calling script and exits.
show_help() {
    local argument
    for argument in "$@"; do
        case "$argument" in
        -h | --help)
            awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$ROOT/scripts/$(basename "$0")"
            exit 0
            ;;
        esac
    done
}

log_of() { printf '%s/%s.log' "$LOGS" "${1//[^A-Za-z0-9]/-}"; }

# Says once in a while what a long step is doing: the last line of its log.
# Ends by itself when the step's shell is gone.
report_progress() {
    local shell=$1 log=$2 start=$SECONDS line
    while sleep 20 && kill -0 "$shell" 2>/dev/null; do
        line=$(tail -n 1 "$log" 2>/dev/null | cut -c 1-90) || line=
        printf '    %4d s  %s\n' $((SECONDS - start)) "$line"
    done
}

# The part of a log that explains a failure.
show_failure() {
    local log=$1
    if grep -q '^failures:' "$log"; then
        awk '/^failures:/ { on = 1 } on { print } /^test result:/ { on = 0 }' "$log" | tail -n 200 >&2
    elif grep -q '^ *Summary \[' "$log"; then
        awk '/^ *Summary \[/ { on = 1 } on { print }' "$log" | tail -n 200 >&2
    else
        tail -n 80 "$log" >&2
    fi
    printf 'full log: %s\n' "$log" >&2
}

# step LABEL COMMAND...: runs the command with its output in a log, and prints
# when it starts, how it gets on, and how long it took. Returns its status.
step() {
    local label=$1 log start=$SECONDS status=0 ticker
    shift
    log=$(log_of "$label")
    printf '==> %s\n' "$label"
    : >"$log"
    report_progress $$ "$log" &
    ticker=$!
    "$@" >>"$log" 2>&1 || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    if ((status == 0)); then
        printf '    done in %d s\n' $((SECONDS - start))
    else
        printf '    failed after %d s (status %d)\n' $((SECONDS - start)) "$status"
        show_failure "$log"
    fi
    return "$status"
}

# Every directory below canisters/ that is a package is a canister.
canister_names() {
    local manifest
    for manifest in canisters/*/Cargo.toml; do
        basename "$(dirname "$manifest")"
    done
}

# Where tests, demo and benchmarks find what was built.
export_paths() {
    export BONAFIDE_CANISTERS="$CANISTERS_OUT"
    export BONAFIDE_STAND_INS="$STAND_INS_OUT"
    export BONAFIDE_BIN="$HOST_BIN/bonafide"
}

# Builds everything that runs on the host. Always the same cargo arguments, so
# that features resolve the same way and no dependency is compiled twice.
HOST_BUILT=
build_host() {
    [[ -z "$HOST_BUILT" ]] || return 0
    step "build host code" cargo build --locked --workspace --all-targets
    HOST_BUILT=yes
}

# require_host_binary NAME: a binary of this workspace must exist after build_host.
require_host_binary() {
    [[ -x "$HOST_BIN/$1" ]] || die "the workspace builds no program named '$1' ($HOST_BIN/$1 is missing)"
}
