# shellcheck shell=bash
# Which server the PocketIC client talks to. Needs common.sh.

POCKET_IC_VERSION=$(sed -n '/^name = "pocket-ic"$/{n;s/^version = "\(.*\)"/\1/p;}' Cargo.lock)
POCKET_IC_CACHED="$TOOLS/pocket-ic/$POCKET_IC_VERSION/pocket-ic"
POCKET_IC_RELEASES=https://github.com/dfinity/pocketic/releases/download

# The official server for this machine, or failure without noise: it is only
# one of the ways to an engine. The server runs only under its own file name,
# so a download in progress stands in a directory of its own.
download_pocket_ic() {
    local system final part
    final=$(dirname "$POCKET_IC_CACHED")
    part="$final.part"
    case "$(uname -sm)" in
    "Linux x86_64") system=x86_64-linux ;;
    "Linux aarch64") system=arm64-linux ;;
    *) return 1 ;;
    esac
    command -v curl >/dev/null || return 1
    rm -rf "$part" && mkdir -p "$part"
    if curl --fail --silent --location --connect-timeout 5 --max-time 180 \
        "$POCKET_IC_RELEASES/$POCKET_IC_VERSION/pocket-ic-$system.gz" 2>/dev/null |
        gunzip >"$part/pocket-ic" 2>/dev/null &&
        chmod +x "$part/pocket-ic" && "$part/pocket-ic" --version >/dev/null 2>&1; then
        rm -rf "$final" && mv "$part" "$final"
        return 0
    fi
    rm -rf "$part"
    return 1
}

# Exports POCKET_IC_BIN and says where it came from.
resolve_engine() {
    local source
    if [[ -n "${POCKET_IC_BIN:-}" ]]; then
        # Tests run in directories of their own.
        [[ "$POCKET_IC_BIN" == /* ]] || POCKET_IC_BIN="$CALLER_DIRECTORY/$POCKET_IC_BIN"
        [[ -x "$POCKET_IC_BIN" ]] || die "POCKET_IC_BIN=$POCKET_IC_BIN is not an executable file"
        source="POCKET_IC_BIN"
    elif [[ -x "$POCKET_IC_CACHED" ]]; then
        POCKET_IC_BIN=$POCKET_IC_CACHED
        source="cached official release"
    elif download_pocket_ic; then
        POCKET_IC_BIN=$POCKET_IC_CACHED
        source="downloaded official release"
    else
        build_host
        require_host_binary local-ic
        POCKET_IC_BIN="$HOST_BIN/local-ic"
        source="local-ic, built from this repository"
    fi
    export POCKET_IC_BIN
    say "engine: $POCKET_IC_BIN ($source)"
}
