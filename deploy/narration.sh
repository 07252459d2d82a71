# shellcheck shell=bash
# How the story is told: numbered steps, plain sentences, each command with what it printed. Sourced, never run.

step_number=0

step() {
    step_number=$((step_number + 1))
    printf '\n%s%d. %s%s\n' "$bold" "$step_number" "$*" "$plain"
}

# A sentence or two, wrapped to the width of a page.
tell() { printf '\n%s\n' "$*" | fold -s -w 100 | sed 's/ *$//'; }

# A word of a command as a person would type it.
typed() {
    if [[ $1 =~ ^[A-Za-z0-9_./:=@,+%-]+$ ]]; then
        printf '%s' "$1"
    else
        printf "'%s'" "${1//\'/\'\\\'\'}"
    fi
}

# show [-s STATUS] [-p PROFILE] [-o FILE] COMMAND…
#
# Prints the command, runs it, prints its output; ends the story unless it ends with STATUS (0 unless told).
# PROFILE is whose credential it uses; with FILE, its standard output goes there.
show() {
    local wanted=0 status=0 profile='' file='' OPTIND=1 option line='' word
    while getopts 's:p:o:' option; do
        case $option in
        s) wanted=$OPTARG ;;
        p) profile=$OPTARG ;;
        o) file=$OPTARG ;;
        *) die "show: unknown option" ;;
        esac
    done
    shift $((OPTIND - 1))
    for word in "$@"; do line+=" $(typed "${word/#$PROJECT\//}")"; done
    printf '\n%s  $%s%s%s%s\n' "$bold" "${profile:+ SOLEUS_PROFILE=$profile}" "$line" "${file:+ > ${file/#$PROJECT\//}}" "$plain"
    if [[ -n $file ]]; then
        SOLEUS_PROFILE=${profile:-nobody} "$@" >"$file" || status=$?
    else
        { SOLEUS_PROFILE=${profile:-nobody} "$@" 2>&1 || status=$?; printf '%d' "$status" >"$STORY/status"; } | sed 's/^/    /'
        status=$(<"$STORY/status")
    fi
    if ((status != wanted)); then
        die "the story ends here: that command ended with status $status, and the story expects $wanted."
    fi
    ((status == 0)) || printf '    (exit status %d, as it should be)\n' "$status"
}

# quietly [-p PROFILE] COMMAND…: the same without a word, for what the story asks on its own behalf.
quietly() {
    local profile=nobody
    if [[ $1 == -p ]]; then
        profile=$2
        shift 2
    fi
    SOLEUS_PROFILE=$profile "$@"
}

# The number behind a name in JSON: `number chartVersion <answer`.
number() { sed -nE "s/.*\"$1\" *: *([0-9]+).*/\\1/p" | head -n 1; }

# check WHAT WANTED FOUND: the story's own look at a fact.
check() {
    if [[ $2 != "$3" ]]; then die "the story ends here: $1 should be $2, and is $3."; fi
    printf '    checked: %s is %s\n' "$1" "$2"
}
