# shellcheck shell=bash
# The project's own checks, for scripts/lint. Needs common.sh and toolchain.sh.

# What runs in a canister is linted for the machine it runs on.
clippy_wasm() {
    local name
    local -a packages=(-p bonafide-kit -p bonafide-policy -p bonafide-types)
    for name in $(canister_names); do
        packages+=(-p "bonafide-$name")
    done
    if [[ "${WASM_FALLBACK:-}" == debian ]]; then
        printf 'clippy has no wasm32 library to check against with this toolchain\n'
        return 1
    fi
    cargo clippy --locked --target "$WASM_TARGET" "${packages[@]}" -- -D warnings
}

check_candid_files() {
    local name status=0
    for name in $(canister_names); do
        if [[ ! -s "candid/$name.did" ]]; then
            printf 'candid/%s.did is missing or empty\n' "$name"
            status=1
        fi
    done
    return "$status"
}

# direct_dependencies PACKAGE: names, tests' own excluded.
direct_dependencies() {
    cargo tree --locked -p "$1" --edges normal,build --depth 1 --prefix none --format '{p}' |
        tail -n +2 | cut -d ' ' -f 1 | sort -u
}

# all_dependencies PACKAGE: the whole tree, tests' own excluded.
all_dependencies() {
    cargo tree --locked -p "$1" --edges normal,build --prefix none --format '{p}' |
        tail -n +2 | cut -d ' ' -f 1 | sort -u
}

# forbid PACKAGE NAME...: the package may not reach any of the names.
forbid() {
    local package=$1 found name status=0
    shift
    found=$(all_dependencies "$package") || return 1
    for name in "$@"; do
        if grep -qxF "$name" <<<"$found"; then
            printf '%s depends on %s\n' "$package" "$name"
            status=1
        fi
    done
    return "$status"
}

# types <- kit <- canisters, types <- policy <- governance, types <- client <- cli; canisters
# never on each other.
check_dependency_direction() {
    local status=0 name other found
    local -a canisters=() others
    local allowed=' candid minicbor serde serde_bytes thiserror '
    local -a host=(bonafide-client bonafide-cli bonafide-test-support bonafide-tests local-ic pocket-ic ic-agent)
    for name in $(canister_names); do
        canisters+=("bonafide-$name")
    done

    found=$(direct_dependencies bonafide-types) || return 1
    for name in $found; do
        if [[ "$allowed" != *" $name "* ]]; then
            printf 'bonafide-types depends on %s\n' "$name"
            status=1
        fi
    done
    forbid bonafide-types "${canisters[@]}" "${host[@]}" bonafide-kit ic-cdk || status=1
    forbid bonafide-kit "${canisters[@]}" "${host[@]}" || status=1
    forbid bonafide-policy "${canisters[@]}" "${host[@]}" bonafide-kit ic-cdk || status=1
    forbid bonafide-client "${canisters[@]}" bonafide-kit bonafide-cli bonafide-test-support || status=1
    for name in "${canisters[@]}"; do
        others=()
        for other in "${canisters[@]}"; do
            [[ "$other" == "$name" ]] || others+=("$other")
        done
        forbid "$name" ${others[@]+"${others[@]}"} "${host[@]}" || status=1
    done
    return "$status"
}

# The whole lock file is looked at, also what is for other machines and never built here.
check_licences_and_sources() {
    cargo fetch --locked --quiet && cargo deny --offline check licenses bans sources
}

# Over 400 lines a file deserves a look, over 600 it is split.
check_file_sizes() {
    local file lines status=0
    while IFS= read -r file; do
        lines=$(wc -l <"$file")
        if ((lines > 600)); then
            printf '%s has %d lines, more than 600\n' "$file" "$lines"
            status=1
        elif ((lines > 400)); then
            printf 'warning: %s has %d lines, more than 400\n' "$file" "$lines"
        fi
    done < <(find canisters crates tests scripts examples -name node_modules -prune -o \
        -type f \( -name '*.rs' -o -path 'scripts/*' -o -name '*.mjs' -o -name '*.ts' \) -print 2>/dev/null | sort)
    return "$status"
}

# SC1091: the libraries are checked on their own. SC2119: functions here have
# arguments of their own, not the script's.
check_shell() {
    local file
    local -a files=(.ci/run)
    for file in scripts/* scripts/lib/*; do
        [[ -f "$file" ]] && files+=("$file")
    done
    shellcheck --external-sources --exclude=SC1091,SC2119 "${files[@]}"
}
