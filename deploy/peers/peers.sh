# shellcheck shell=bash
# The other services that deploy/bench peers measures beside Soleus: installing, starting and stopping them.
# Sourced after service.sh, never run.

readonly PEERS=$PROJECT/deploy/peers
PEER_PIDS=()

install_peers() {
    if [[ ! -x $STATE/venv/bin/kinto || $PEERS/requirements.txt -nt $STATE/venv/made ]]; then
        python3 -m venv --help >/dev/null 2>&1 ||
            die "the peers need Python's venv: apt-get install python3-venv (deploy/packages leaves it out, as nothing else needs it)."
        python3 -m venv "$STATE/venv"
        "$STATE/venv/bin/pip" install --quiet --disable-pip-version-check -r "$PEERS/requirements.txt"
        touch "$STATE/venv/made"
    fi
    say "Python, FastAPI, asyncpg and Kinto are in $STATE/venv."
}

# start_peer NAME PORT COMMAND…: in the background, until it listens.
start_peer() {
    local name=$1 port=$2 deadline=$((SECONDS + READY_SECONDS)) pid
    shift 2
    if port_is_taken "$port"; then die "port $port, on which $name was to listen, is taken."; fi
    (cd "$PEERS" && exec "$@") </dev/null >"$LOG/$name.log" 2>&1 9>&- 3>&- &
    pid=$!
    PEER_PIDS+=("$pid")
    until port_is_taken "$port"; do
        is_alive "$pid" && ((SECONDS < deadline)) || { tail -n 20 "$LOG/$name.log"; die "$name did not start; see $LOG/$name.log"; }
        sleep 0.2
    done
    forwarded+=(--peer "$name:$port:$pid")
}

start_peers() {
    local socket port url name
    postgres psql "$POSTGRES" -XAtq -v ON_ERROR_STOP=1 -d "$(database)" <"$PEERS/schema.sql" >/dev/null
    socket=$(connection soleus_owner | sed -nE 's/.*host=([^ ]*) port=([0-9]*).*/\1/p')
    port=$(connection soleus_owner | sed -nE 's/.*host=([^ ]*) port=([0-9]*).*/\2/p')
    url="postgresql://soleus_owner@/$(database)?host=$socket&port=$port"
    export PEER_DATABASE=$url
    for name in usual function; do
        start_peer "$name" $((PORT + 400 + ${#name})) "$STATE/venv/bin/uvicorn" "$name:app" --port $((PORT + 400 + ${#name})) \
            --loop uvloop --http httptools --no-access-log --log-level warning
    done
    # Its ini file treats % as its own.
    sed -e "s|@DATABASE@|${url//&/\\&}|; s|@PORT@|$((PORT + 420))|" "$PEERS/kinto.ini" >"$RUN/kinto.ini"
    "$STATE/venv/bin/kinto" migrate --ini "$RUN/kinto.ini" >"$LOG/kinto-migrate.log" 2>&1
    start_peer kinto $((PORT + 420)) "$STATE/venv/bin/kinto" start -q --ini "$RUN/kinto.ini"
}

stop_peers() {
    local pid
    for pid in "${PEER_PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait "${PEER_PIDS[@]}" 2>/dev/null || true
}
