# shellcheck shell=bash
# The private installation of this clone: its PostgreSQL, its soleusd, their ports and secrets, all under .soleus.
# Sourced after lib.sh, never run.

readonly DATABASE=$STATE/postgres
readonly LOG=$STATE/log
readonly RUN=$STATE/run
readonly SECRETS=$STATE/credentials
# What `soleus` keeps: credentials of each role, and the devices' offline stores.
readonly HOME_FOLDER=$STATE/home
# What runs is built for release, unless SOLEUS_BUILD=debug says that the build for tests will do.
readonly BUILD=${SOLEUS_BUILD:-release}
readonly BIN=$PROJECT/.build/$BUILD
readonly SOLEUSD=$BIN/soleusd

readonly FIRST_PORT=8080
readonly READY_SECONDS=30
readonly STOP_SECONDS=20

# Only the owner reads what the installation keeps, but PostgreSQL's own user must be able to walk to its folder.
make_folders() {
    mkdir -p "$STATE" || die "$STATE cannot be made or written to; was it made by another user?"
    [[ -w $STATE ]] || die "$STATE belongs to $(stat -c %U "$STATE"). Run this as that user, or remove the folder."
    mkdir -p "$LOG" "$RUN" "$SECRETS" "$HOME_FOLDER"
    chmod 0700 "$LOG" "$RUN" "$SECRETS" "$HOME_FOLDER"
}

# secret NAME: the path of a file with 32 random bytes in hexadecimal, made when it is missing.
secret() {
    local file=$SECRETS/$1
    if [[ ! -s $file ]]; then
        (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$file.new")
        mv "$file.new" "$file"
    fi
    printf '%s\n' "$file"
}

connection() { "$PROJECT/deploy/postgres" conninfo "$DATABASE" soleus "$1"; }

# as_owner COMMAND…: a soleusd command that changes the schema, the catalog or the operators.
as_owner() {
    SOLEUS_OWNER_DATABASE=$(connection soleus_owner) SOLEUS_MIGRATIONS=$PROJECT/db/migrations "$SOLEUSD" "$@"
}

# The process id of our soleusd, if it runs: a number that has meanwhile gone to another program does not count.
service_pid() {
    local pid
    [[ -s $RUN/soleusd.pid ]] || return 1
    pid=$(<"$RUN/soleusd.pid")
    [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == "$(readlink -f "$BIN")/soleusd"* ]] || return 1
    printf '%s\n' "$pid"
}

# A killed process that nobody has waited for yet still answers `kill -0`; it has no program any more, though.
is_alive() { [[ -e /proc/$1/exe ]]; }

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets PORT and HEALTH_PORT: the ones of last time when they are free, else the next free pair.
choose_ports() {
    local port health
    if [[ -s $RUN/ports ]]; then
        read -r port health <"$RUN/ports"
        if ! port_is_taken "$port" && ! port_is_taken "$health"; then
            PORT=$port HEALTH_PORT=$health
            return
        fi
        say "Port $port or $health, which served last time, is taken by another program now."
    fi
    for ((port = FIRST_PORT; port < FIRST_PORT + 400; port += 2)); do
        if ! port_is_taken "$port" && ! port_is_taken $((port + 1)); then
            PORT=$port HEALTH_PORT=$((port + 1))
            echo "$PORT $HEALTH_PORT" >"$RUN/ports"
            ((port == FIRST_PORT)) || say "Port $FIRST_PORT or the next is taken; the first free pair is $PORT and $HEALTH_PORT."
            return
        fi
    done
    die "no two free ports between $FIRST_PORT and $port."
}

read_ports() { read -r PORT HEALTH_PORT <"$RUN/ports"; }

# Waits until soleusd says that it is ready; fails when the process ends first or it takes too long.
wait_until_ready() {
    local pid=$1 deadline=$((SECONDS + READY_SECONDS))
    while ((SECONDS < deadline)); do
        if curl -fsS --max-time 2 -o "$RUN/readyz" "http://127.0.0.1:$HEALTH_PORT/readyz" 2>/dev/null; then return 0; fi
        is_alive "$pid" || return 1
        sleep 0.1
    done
    return 1
}

# Starts soleusd in the background on ports of our own choosing, and waits until it is ready.
start_service() {
    local attempt pid care eligibility key
    if pid=$(service_pid); then
        read_ports
        say "soleusd runs already as process $pid on http://127.0.0.1:$PORT."
        return
    fi
    care=$(connection soleus_care) eligibility=$(connection soleus_eligibility) key=$(secret cursor-key)
    # Another program may take a port between our look and soleusd's start: then the next pair.
    for attempt in 1 2 3; do
        choose_ports
        SOLEUS_DATABASE=$care SOLEUS_ELIGIBILITY_DATABASE=$eligibility SOLEUS_CURSOR_KEY_FILE=$key \
            SOLEUS_LISTEN=127.0.0.1:$PORT SOLEUS_HEALTH_LISTEN=127.0.0.1:$HEALTH_PORT \
            SOLEUS_MIGRATIONS=$PROJECT/db/migrations \
            setsid "$SOLEUSD" serve </dev/null >>"$LOG/soleusd.log" 2>&1 9>&- &
        pid=$!
        echo "$pid" >"$RUN/soleusd.pid"
        if wait_until_ready "$pid"; then
            disown "$pid"
            write_environment
            say "soleusd is ready as process $pid on http://127.0.0.1:$PORT (health on port $HEALTH_PORT)."
            return
        fi
        if is_alive "$pid"; then
            kill "$pid"
            break
        fi
        ((attempt == 3)) || say "soleusd ended at once; trying again."
    done
    rm -f "$RUN/soleusd.pid"
    tail -n 20 "$LOG/soleusd.log" >&2
    die "soleusd did not become ready; its log is $LOG/soleusd.log"
}

# Stops soleusd as an operator would: it finishes what is in flight first.
stop_service() {
    local pid deadline=$((SECONDS + STOP_SECONDS))
    if ! pid=$(service_pid); then
        say 'soleusd does not run.'
        return
    fi
    kill -TERM "$pid"
    while is_alive "$pid"; do
        if ((SECONDS >= deadline)); then
            warn "soleusd did not stop within $STOP_SECONDS s and is killed; that loses nothing that it acknowledged."
            kill -KILL "$pid"
            break
        fi
        sleep 0.1
    done
    rm -f "$RUN/soleusd.pid"
    say 'soleusd has stopped.'
}

# Ends soleusd as a crash would.
kill_service() {
    local pid
    pid=$(service_pid) || die 'soleusd does not run, so it cannot be killed.'
    kill -KILL "$pid"
    while is_alive "$pid"; do sleep 0.05; done
    rm -f "$RUN/soleusd.pid"
}

# What a shell needs to talk to this installation: `source .soleus/env`.
write_environment() {
    {
        printf 'export PATH=%q:"$PATH"\n' "$BIN"
        printf 'export SOLEUS_SERVER=%q\n' "http://127.0.0.1:$PORT"
        printf 'export SOLEUS_HOME=%q\n' "$HOME_FOLDER"
    } >"$STATE/env"
}
