# shellcheck shell=bash
# What the scripts of this folder share: where things are, how to say things, how to time a stage, where Swift is.
# Sourced, never run.

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export PROJECT

# Everything that a run leaves behind is in here; git ignores it.
STATE=$PROJECT/.soleus

SWIFT_MAJOR=6
SWIFT_MINOR=2

# A target may import only what the manifest declares for it.
BUILD_RULES=(--explicit-target-dependency-import-check error)

# The tests are compiled module by module: from nothing, that is a sixth less work than file by file. With two threads:
# with one, the compiler refuses to write the index, in which the tests are found.
BUILD_TESTS=(
    --build-tests "${BUILD_RULES[@]}"
    -Xswiftc -disable-batch-mode -Xswiftc -whole-module-optimization -Xswiftc -num-threads -Xswiftc 2
)

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
    bold=$'\e[1m' plain=$'\e[0m'
else
    bold='' plain=''
fi

heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
warn() { printf 'soleus: %s\n' "$*" >&2; }
die() {
    warn "$@"
    exit 1
}

# Seconds as people say them: 75 becomes "1 min 15 s".
duration() {
    if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

STAGES=()
stage_name='' stage_began=0

# stage NAME COMMAND…: runs the command under a heading and remembers how long it took.
#
# The command is not part of a condition, so that `set -e` holds inside it as everywhere.
stage() {
    stage_name=$1 stage_began=$SECONDS
    heading "$1"
    shift
    "$@"
    STAGES+=("$(printf '%-34s %s' "$stage_name" "$(duration $((SECONDS - stage_began)))")")
    stage_name=''
}

# What every stage so far has taken, and in which one the script is ending if it is.
print_stages() {
    heading 'Times'
    if ((${#STAGES[@]} > 0)); then printf '  %s\n' "${STAGES[@]}"; fi
    if [[ -n $stage_name ]]; then
        printf '  %-34s %s, not finished\n' "$stage_name" "$(duration $((SECONDS - stage_began)))"
    fi
    printf '  %-34s %s\n' 'in all' "$(duration "$SECONDS")"
}

# Puts a Swift that is new enough on PATH, or says where to get one.
find_swift() {
    local place version
    if ! command -v swift >/dev/null; then
        for place in "$HOME/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/share/swift/usr/bin; do
            if [[ -x $place/swift ]]; then
                PATH=$place:$PATH
                break
            fi
        done
    fi
    command -v swift >/dev/null || die "Swift $SWIFT_MAJOR.$SWIFT_MINOR or newer is needed, and there is no 'swift' on PATH.
  Install it with swiftly (https://www.swift.org/install/linux/), open a new shell, and run this again."
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [[ -n $version ]] || die "'$(command -v swift) --version' does not answer; run it by hand to see why."
    if ((${version%.*} < SWIFT_MAJOR || (${version%.*} == SWIFT_MAJOR && ${version#*.} < SWIFT_MINOR))); then
        die "Swift $version is too old ($(command -v swift)); $SWIFT_MAJOR.$SWIFT_MINOR or newer is needed: https://www.swift.org/install/linux/"
    fi
    say "Swift $version: $(command -v swift)"
}
