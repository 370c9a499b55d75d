# shellcheck shell=bash
# The Rust toolchain and the wasm32 target. Needs common.sh.

WASM_TARGET=wasm32-unknown-unknown
RUST_PINNED=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
RUST_RELEASE=${RUST_PINNED%.*} # 1.95 of 1.95.0

# Installed rustup toolchains of the pinned release, the pinned one first.
toolchains_of_release() {
    local name
    {
        rustup toolchain list -q 2>/dev/null | grep "^$RUST_PINNED-" || true
        rustup toolchain list -q 2>/dev/null | grep -v "^$RUST_PINNED-" || true
    } | while read -r name _; do
        rustc "+$name" --version 2>/dev/null | grep -q "^rustc ${RUST_RELEASE//./\\.}\." && printf '%s\n' "$name"
    done || true
}

rustc_is_of_release() {
    rustc --version 2>/dev/null | grep -q "^rustc ${RUST_RELEASE//./\\.}\."
}

# A compiler of the pinned release, whatever name rustup knows it by. The
# pinned name is installed only when no installed toolchain will do.
ensure_rust() {
    command -v cargo >/dev/null || die "cargo is not on the path: install rustup from https://rustup.rs"
    rustc_is_of_release && cargo --version >/dev/null 2>&1 && return
    command -v rustup >/dev/null || die "rustc $RUST_RELEASE is needed; $(rustc --version 2>&1 | head -n 1) is here"
    local name
    name=$(toolchains_of_release | head -n 1)
    if [[ -n "$name" ]]; then
        export RUSTUP_TOOLCHAIN=$name
    else
        step "install Rust $RUST_PINNED" \
            rustup toolchain install "$RUST_PINNED" --profile minimal --component clippy --component rustfmt
    fi
    rustc_is_of_release || die "no Rust $RUST_RELEASE: rustup could not provide it"
}

has_wasm_target() {
    local sysroot
    sysroot=$(rustc ${1:+"+$1"} --print sysroot 2>/dev/null) || return 1
    [[ -d "$sysroot/lib/rustlib/$WASM_TARGET/lib" ]]
}

# Leaves WASM_FALLBACK=debian when rustup has no wasm32 target to give.
ensure_wasm_target() {
    WASM_FALLBACK=
    has_wasm_target && return
    if command -v rustup >/dev/null &&
        step "add the $WASM_TARGET target" timeout 180 rustup target add "$WASM_TARGET"; then
        return
    fi
    local name
    for name in $(toolchains_of_release); do
        if has_wasm_target "$name"; then
            say "    using toolchain $name, which has the target"
            export RUSTUP_TOOLCHAIN=$name
            return
        fi
    done
    ensure_debian_web_toolchain
    WASM_FALLBACK=debian
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# The release of Debian's rustc-web that apt knows of, such as 1.96.
debian_rustc_web() {
    apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: \([0-9]*\.[0-9]*\).*/\1/p'
}

# Debian's compiler for browsers comes with the standard library's sources,
# from which cargo builds the wasm32 library. Security updates carry a newer
# one than the release, hence the fresh package lists.
ensure_debian_web_toolchain() {
    local version
    command -v apt-get >/dev/null || die "no $WASM_TARGET target: run 'rustup target add $WASM_TARGET'"
    if ! dpkg -s rustc-web cargo-web rust-web-src >/dev/null 2>&1; then
        step "refresh Debian's package lists" as_root apt-get update
        version=$(debian_rustc_web)
        [[ -n "$version" ]] || die "no $WASM_TARGET target: rustup cannot add it and Debian has no rustc-web here"
        is_at_least "$version" "$RUST_RELEASE" ||
            die "no $WASM_TARGET target: rustup cannot add it, and Debian's rustc-web $version is older than $RUST_RELEASE"
        step "install Debian's rustc-web" as_root apt-get install -y --no-install-recommends \
            rustc-web cargo-web rust-web-src
    fi
    warn "canisters are built by Debian's $(/usr/bin/rustc --version): their hashes differ from the reference build"
}

# is_at_least A B: version A is B or newer.
is_at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

# wasm_cargo ARGUMENTS...: cargo for the canisters. Paths of this machine are
# replaced in the output, so that the same commit gives the same bytes anywhere.
wasm_cargo() {
    local sysroot flags cargo=cargo
    local -a extra=() settings=()
    if [[ "${WASM_FALLBACK:-}" == debian ]]; then
        settings+=("RUSTC=/usr/bin/rustc" "RUSTC_BOOTSTRAP=1"
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(rust_lld)")
        cargo=/usr/bin/cargo
        extra+=("-Zbuild-std=std,panic_abort")
        sysroot=$(/usr/bin/rustc --print sysroot)
    else
        sysroot=$(rustc --print sysroot)
    fi
    # The last matching prefix wins: the target directory may stand inside the repository.
    flags="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
    flags+=" --remap-path-prefix=$sysroot=/rust"
    flags+=" --remap-path-prefix=$ROOT=/bonafide"
    flags+=" --remap-path-prefix=$CARGO_TARGET_DIR=/target"
    settings+=("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags")
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS "${settings[@]}" \
        "$cargo" "$@" "${extra[@]}" --locked --release --target "$WASM_TARGET"
}

rust_lld() {
    local sysroot found
    sysroot=$(rustc --print sysroot)
    found=$(find "$sysroot/lib/rustlib" -name rust-lld -type f | head -n 1)
    [[ -n "$found" ]] || die "no rust-lld in $sysroot"
    printf '%s\n' "$found"
}
