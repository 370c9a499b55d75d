# shellcheck shell=bash
# From cargo's wasm to the file that is installed. Needs common.sh and toolchain.sh.

IC_WASM_VERSION=0.11.1
IC_WASM="$TOOLS/ic-wasm-$IC_WASM_VERSION/bin/ic-wasm"

# A pinned version, because it decides the bytes; without its Candid checker,
# which the tests do not need, and unoptimised, because it builds faster.
ensure_ic_wasm() {
    [[ -x "$IC_WASM" ]] && return
    step "install ic-wasm $IC_WASM_VERSION" env CARGO_TARGET_DIR="$TOOLS/build" \
        cargo install --locked --debug --no-default-features --features exe \
        --root "$TOOLS/ic-wasm-$IC_WASM_VERSION" --version "=$IC_WASM_VERSION" ic-wasm
    rm -rf "$TOOLS/build"
}

project_version() {
    sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' Cargo.toml
}

# The commit, marked when the tree differs from it.
commit_id() {
    local id
    id=$(git rev-parse HEAD 2>/dev/null) || {
        printf 'unknown\n'
        return
    }
    [[ -z "$(git status --porcelain 2>/dev/null)" ]] || id+=-dirty
    printf '%s\n' "$id"
}

# All canisters in one cargo call, whichever are wanted: features resolve over
# the packages of a call, so a canister built alone could differ.
compile_canisters() {
    local name
    local -a packages=()
    for name in $(canister_names); do
        packages+=(-p "bonafide-$name")
    done
    wasm_cargo build --bins "${packages[@]}"
}

raw_wasm() { printf '%s/%s/release/%s.wasm' "$CARGO_TARGET_DIR" "$WASM_TARGET" "$1"; }

# add_metadata RAW DID OUT: the public sections, then unused functions removed.
add_metadata() {
    local raw=$1 did=$2 out=$3
    "$IC_WASM" "$raw" -o "$out" metadata candid:service -f "$did" -v public &&
        "$IC_WASM" "$out" -o "$out" metadata git_commit_id -d "$COMMIT_ID" -v public &&
        "$IC_WASM" "$out" -o "$out" metadata bonafide:version -d "$(project_version)" -v public &&
        "$IC_WASM" "$out" -o "$out" shrink
}

# finish_canister NAME: metadata, shrink, gzip into target/canisters/NAME.wasm.gz.
# Does nothing when no input changed since the last time.
finish_canister() {
    local name=$1 raw did out key work
    raw=$(raw_wasm "$name")
    did="candid/$name.did"
    out="$CANISTERS_OUT/$name.wasm.gz"
    [[ -f "$raw" ]] || die "canister '$name': cargo left no $raw (its binary must be called '$name')"
    [[ -f "$did" ]] || die "canister '$name': $did is missing"
    key=$(
        printf '%s %s %s\n' "$IC_WASM_VERSION" "$(project_version)" "$COMMIT_ID"
        sha256sum <"$raw"
        sha256sum <"$did"
    )
    if [[ -f "$out" && -f "$CANISTERS_OUT/.$name.key" && "$key" == "$(<"$CANISTERS_OUT/.$name.key")" ]]; then
        return
    fi
    work=$(mktemp -d)
    if ! { add_metadata "$raw" "$did" "$work/$name.wasm" && gzip -n9 "$work/$name.wasm"; }; then
        rm -rf "$work"
        die "canister '$name': the wasm could not be finished"
    fi
    mv "$work/$name.wasm.gz" "$out"
    rm -rf "$work"
    printf '%s\n' "$key" >"$CANISTERS_OUT/.$name.key"
}

# build_canisters [NAME...]: all by default.
build_canisters() {
    local name
    local -a wanted=("$@")
    ((${#wanted[@]})) || mapfile -t wanted < <(canister_names)
    for name in "${wanted[@]}"; do
        [[ -f "canisters/$name/Cargo.toml" ]] ||
            die "no canister named '$name'; there are: $(canister_names | paste -sd ' ')"
    done
    COMMIT_ID=$(commit_id)
    mkdir -p "$CANISTERS_OUT"
    step "compile the canisters" compile_canisters
    for name in "${wanted[@]}"; do
        finish_canister "$name"
        printf '    %s  target/canisters/%s.wasm.gz  %s bytes\n' \
            "$(sha256sum <"$CANISTERS_OUT/$name.wasm.gz" | cut -d ' ' -f 1)" "$name" \
            "$(stat -c %s "$CANISTERS_OUT/$name.wasm.gz")"
    done
}

# The stand-ins of tests and demo, to target/stand-ins/NAME.wasm. In a cargo call
# of their own, so that the shipped canisters do not depend on them.
build_stand_ins() {
    local source name
    step "compile the stand-ins" wasm_cargo build --bins -p bonafide-stand-ins
    mkdir -p "$STAND_INS_OUT"
    for source in crates/test-support/stand-ins/src/bin/*.rs; do
        name=$(basename "$source" .rs)
        cmp -s "$(raw_wasm "$name")" "$STAND_INS_OUT/$name.wasm" ||
            cp "$(raw_wasm "$name")" "$STAND_INS_OUT/$name.wasm"
    done
}
