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

# Asks a program to end, and waits for it for some seconds.
end_politely() {
    local pid=$1 tries
    kill -INT "$pid" 2>/dev/null || return 0
    for ((tries = 0; tries < 50; tries++)); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
}

# run_with_engine PROGRAM ARGUMENT...: returns the program's status, 130 when
# Ctrl-C or a signal ended it. The program runs beside this shell, so that the
# shell can act on a signal at once.
run_with_engine() {
    local mark status=0 pid interrupted=
    mark="$$-$(date +%s%N)"
    trap 'interrupted=yes' INT TERM HUP
    env BONAFIDE_RUN="$mark" "$@" <&0 &
    pid=$!
    wait "$pid" || status=$?
    if [[ -n "$interrupted" ]]; then
        status=130
        end_politely "$pid"
    fi
    stop_marked "$mark"
    trap - INT TERM HUP
    return "$status"
}
