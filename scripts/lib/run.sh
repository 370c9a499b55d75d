# shellcheck shell=bash
# Runs a program that starts an engine, and leaves nothing behind.

# The engine puts itself into a process group of its own, so Ctrl-C does not
# reach it. It inherits this mark in its environment, by which it is found.
stop_marked() {
    local mark=$1 environment pid
    for environment in /proc/[0-9]*/environ; do
        pid=${environment#/proc/}
        pid=${pid%/environ}
        [[ "$pid" != "$$" ]] || continue
        if grep -qzxF "BONAFIDE_RUN=$mark" "$environment" 2>/dev/null; then
            kill "$pid" 2>/dev/null || true
        fi
    done
}

# run_with_engine PROGRAM ARGUMENT...: returns the program's status, 130 after Ctrl-C.
run_with_engine() {
    local mark status=0
    mark="$$-$(date +%s%N)"
    # The program gets Ctrl-C from the terminal itself; this shell waits for it to end.
    trap 'interrupted=yes' INT
    trap 'stop_marked '"'$mark'"'; exit 143' TERM HUP
    local interrupted=
    env BONAFIDE_RUN="$mark" "$@" || status=$?
    trap - INT TERM HUP
    stop_marked "$mark"
    [[ -z "$interrupted" ]] || status=130
    return "$status"
}
