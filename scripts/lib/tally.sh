# shellcheck shell=bash
# Runs test suites and adds up what they report. Needs common.sh.

PASSED=0
FAILED=0

# Each reader prints "PASSED FAILED" for a runner's log.

# "test result: ok. 3 passed; 1 failed; ..." of every binary.
tally_cargo() {
    sed -n 's/^test result: .* \([0-9]*\) passed; \([0-9]*\) failed;.*/\1 \2/p' "$1" |
        awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }'
}

# "Summary [ 0.1s] 10 tests run: 8 passed (1 slow), 1 failed, 1 timed out, 0 skipped".
# Whatever ran and did not pass has failed.
tally_nextest() {
    sed -n 's/^ *Summary .* \([0-9]*\)\/*[0-9]* tests\{0,1\} run: \([0-9]*\) passed.*/\1 \2/p' "$1" |
        awk '{ r = $1; p = $2 } END { print p + 0, r - p }'
}

# "# pass 3" and "# fail 0" of node:test, in either of its formats.
tally_node() {
    awk '$2 == "pass" && NF == 3 { p += $3 } $2 == "fail" && NF == 3 { f += $3 } END { print p + 0, f + 0 }' "$1"
}

# suite LABEL READER COMMAND...: runs on after a failure. A suite that fails
# without naming a failed test (it did not compile, say) counts as one.
suite() {
    local label=$1 reader=$2 status=0 passed failed
    shift 2
    step "$label" "$@" || status=$?
    read -r passed failed < <("$reader" "$(log_of "$label")")
    if ((status != 0 && failed == 0)); then
        failed=1
    fi
    grep -E '^ *Summary \[|^test result:|^(#|ℹ) (tests|pass|fail|skipped) ' "$(log_of "$label")" |
        grep -v ' 0 passed; 0 failed; 0 ignored;' | sed 's/^ */    /' || true
    printf '    %s: %d passed, %d failed\n' "$label" "$passed" "$failed"
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
}

# The closing line. No tests at all is a failure too.
finish_tally() {
    if ((PASSED == 0 && FAILED == 0)); then
        FAILED=1
    fi
    printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
    ((FAILED == 0))
}
