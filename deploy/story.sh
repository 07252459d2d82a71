# shellcheck shell=bash
# The story's steps, in order. Sourced by deploy/story, never run.

# Where the members of the story live; a plan's first day is a day there.
readonly ZONE=America/Denver

# Sets the person of this playing: subscribers of the roster who are covered today, whose row has no fault, and who live
# where our PT is licensed, one after another, so that every playing enrols someone new.
choose_person() {
    local today birth count=0
    today=$(date +%F)
    touch "$STORY/people"
    number_of_playing=$(($(wc -l <"$STORY/people") + 1))
    MEMBER=''
    while IFS=, read -r _ NUMBER _ _ FIRST LAST birth _; do
        [[ -n $LAST && $(date -d "$birth" +%F 2>/dev/null) == "$birth" ]] || continue
        count=$((count + 1))
        if ((count == number_of_playing)); then
            MEMBER="$FIRST $LAST" BIRTH=$birth DEVICE=phone-$number_of_playing
            break
        fi
    done < <(tr -d '\r' <"$ROSTER" | awk -F, -v today="$today" '
        NR > 1 && NF == 18 && !/"/ && $4 == "self" && $12 == "CO" && $15 <= today && $16 == "" && !seen[$2]++')
    [[ -n $MEMBER ]] || die "every person of $ROSTER has had their story: deploy/run --reset begins again."
    echo "$NUMBER" >>"$STORY/people"
}

# password FILE: makes a password when there is none yet.
password() {
    [[ -s $1 ]] || (umask 077 && od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$1")
}

roster() {
    step "An employer joins, and sends its roster"
    tell "The practice's operator signs in, enters the employer Acme Outdoor, and gives it a credential of its own."
    show -p operator soleus login --login operator --password-file "$SECRETS/operator"
    show -p operator soleus sponsor add "$SPONSOR" --name 'Acme Outdoor' --kind employer --mode full --end-date last_covered_day
    show -p operator soleus sponsor credential "$SPONSOR" --label 'benefits team' --save-profile acme
    tell "With that credential Acme sends its roster: $(($(wc -l <"$ROSTER") - 1)) rows, some of them faulty. The" \
        "faulty ones are named by line, column, code and message; the others are loaded."
    show -p acme soleus roster load --sponsor "$SPONSOR" "$ROSTER"
    tell "The same file again is known by its hash, and changes nothing."
    show -p acme soleus roster load --sponsor "$SPONSOR" "$ROSTER"
}

eligibility() {
    step "The employer asks who is covered"
    show -p acme soleus eligibility check --sponsor "$SPONSOR" --number "$NUMBER" --last-name "$LAST" --birth-date "$BIRTH"
    tell "And many at once: the answers keep the order and the row ids of the questions."
    show -p acme soleus eligibility batch --sponsor "$SPONSOR" "$QUESTIONS"
}

# Milliseconds that a command takes, whatever it says.
milliseconds() {
    local began=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 || true
    echo $(((${EPOCHREALTIME/./} - began) / 1000))
}

enrolment() {
    step "$MEMBER enrols"
    tell "Anyone may ask about themselves. Someone who is on the roster learns that they are covered."
    show soleus eligibility self --number "$NUMBER" --first-name "$FIRST" --last-name "$LAST" --birth-date "$BIRTH"
    tell "Whoever is not on it, and whoever gives another birth date, gets one and the same answer, in the same time:" \
        "nobody learns who works at Acme."
    show soleus eligibility self --number AO-99999 --first-name Nobody --last-name Known --birth-date 1970-01-01
    show soleus eligibility self --number "$NUMBER" --first-name "$FIRST" --last-name "$LAST" --birth-date 1970-01-01
    printf '    unknown person %s ms, wrong birth date %s ms, start of the program included\n' \
        "$(milliseconds soleus eligibility self --number AO-99999 --first-name Nobody --last-name Known --birth-date 1970-01-01)" \
        "$(milliseconds soleus eligibility self --number "$NUMBER" --first-name "$FIRST" --last-name "$LAST" --birth-date 1970-01-01)"
    tell "The same holds for enrolling. With the right answers $FIRST becomes a member, and the phone gets a credential."
    show -s 3 soleus device enrol --device "$DEVICE-stranger" --number "$NUMBER" --first-name "$FIRST" --last-name "$LAST" \
        --birth-date 1970-01-01 --state CO --time-zone "$ZONE"
    show soleus device enrol --device "$DEVICE" --number "$NUMBER" --first-name "$FIRST" --last-name "$LAST" \
        --birth-date "$BIRTH" --state CO --time-zone "$ZONE"
}

first_plan() {
    step "A PT joins the care team and assigns a plan"
    tell "The operator enters Pat Morgan, who is licensed in Colorado, and puts Pat on the care team of $MEMBER." \
        "Robin Ames, who reviews content, gets a login too, and sees no chart."
    password "$SECRETS/$PT"
    show -p operator soleus practitioner add "$PT" --name 'Pat Morgan' --credential DPT \
        --licence CO:license:PT-1234:2024-01-01:2031-12-31 --password-file "$SECRETS/$PT"
    password "$SECRETS/$REVIEWER"
    show -p operator soleus practitioner add "$REVIEWER" --name 'Robin Ames' --role reviewer --credential MD \
        --password-file "$SECRETS/$REVIEWER"
    show -p operator soleus care-team add "$MEMBER" "$PT" --role lead_pt
    tell "Pat signs in, finds $FIRST on the panel, and assigns the program from its template."
    show -p pt soleus login --login "$PT" --password-file "$SECRETS/$PT"
    show -p pt soleus panel
    show -p pt soleus plan assign "$MEMBER" ankle-pain-after-running --effective "$(TZ=$ZONE date +%F)" \
        --reason 'Ankle pain after running, no red flags'
    show -p pt soleus plan show "$MEMBER"
}

offline() {
    step "The phone takes the plan, and then has no network"
    show soleus device sync --device "$DEVICE"
    show soleus device plan --device "$DEVICE"
    show soleus device acknowledge --device "$DEVICE" --accept
    tell "$FIRST enters how the runs of the past days hurt, so that Pat sees where this begins."
    local ago pain
    for ago in 6:6 4:5 2:5 1:4; do
        pain=${ago#*:}
        show soleus device log check-in --device "$DEVICE" --about during --pain "$pain" \
            --at "$(date -u -d "${ago%:*} days ago 17:00" +%FT%TZ)"
    done
    show soleus device sync --device "$DEVICE"
    tell "From here the server is out of reach for the phone. $FIRST exercises, runs and reports pain all the same; the" \
        "phone keeps everything in its own store."
    show soleus device log session --device "$DEVICE" --as-prescribed --effort 5 --pain 2
    show soleus device log run --device "$DEVICE" --km 5 --minutes 30 --surface track
    show soleus device log check-in --device "$DEVICE" --about during --pain 3
    show soleus device log check-in --device "$DEVICE" --about after --pain 2
    show soleus device log check-in --device "$DEVICE" --about next_morning --pain 2
    show soleus device today --device "$DEVICE"
    show -s 5 env SOLEUS_SERVER="$NOWHERE" soleus device sync --device "$DEVICE"
    show soleus device status --device "$DEVICE"
}

second_plan() {
    local text=$STORY/plan-$number_of_playing.txt
    step "Meanwhile the PT adjusts the plan"
    show -p pt soleus panel
    show -p pt soleus trend "$MEMBER"
    tell "Pat takes the plan out as text, lets the calf raises grow, looks at the difference, and applies it. The text" \
        "says on which revision it is based: had the plan moved meanwhile, it would be refused."
    show -p pt -o "$text" soleus plan export "$MEMBER"
    show sed -i -E '/^ *calf-raises /s/[0-9]+ x/3 x/' "$text"
    show -p pt soleus plan diff "$MEMBER" "$text"
    show -p pt soleus plan apply "$MEMBER" "$text" --reason 'Calf raises are easy now' --dry-run
    show -p pt soleus plan apply "$MEMBER" "$text" --reason 'Calf raises are easy now'
    tell "Whoever still has the old text and changes something else in it is told so, and sees both changes beside the" \
        "text that they began with."
    show sed -i -E '/^ *calf-raises /s/[0-9]+ x/5 x/' "$text"
    show -s 6 -p pt soleus plan apply "$MEMBER" "$text" --reason 'Calf raises are easy now'
}

syncing() {
    step "The phone is back"
    show soleus device sync --device "$DEVICE"
    show soleus device plan --device "$DEVICE"
    tell "What was done offline stays tied to revision 1, which $FIRST had in hand."
    show -p pt soleus plan history "$MEMBER"
    show -p pt soleus member show "$MEMBER"
    check "the revision that the session names, asked of the database itself" 1 "$(revision_of_session)"
}

revision_of_session() {
    deploy/postgres psql "$DATABASE" -XAtq -d soleus -c "SELECT string_agg(DISTINCT session_log.plan_revision::text, ' ')
        FROM session_log JOIN device USING (member_id) WHERE device.name = '$DEVICE'"
}

chart_version() { quietly -p pt soleus member show "$MEMBER" --json | number chartVersion; }
check_ins() { quietly -p pt soleus member show "$MEMBER" --json | number check_in; }

# Pushes one check-in after another until told to stop; a line in FILE for each that was acknowledged.
push_check_ins() {
    local count
    for count in {1..12}; do
        quietly soleus device log check-in --device "$DEVICE" --about now --pain $((count % 4)) >/dev/null
        if quietly soleus device push --device "$DEVICE" >/dev/null 2>&1; then echo "$count" >>"$1"; fi
    done
}

crashes() {
    local before after acknowledged=$STORY/acknowledged pushing round
    step "Nothing counts twice, and nothing that was acknowledged is lost"
    tell "The phone sends its last batch again, as it would if the answer had been lost on the way."
    before=$(chart_version)
    show soleus device resend --device "$DEVICE"
    check "the chart's version" "$before" "$(chart_version)"
    tell "Now the phone pushes check-ins one after another, and soleusd is killed in the middle, twice."
    before=$(check_ins)
    for round in 1 2; do
        : >"$acknowledged"
        push_check_ins "$acknowledged" &
        pushing=$!
        while kill -0 "$pushing" 2>/dev/null && (($(wc -l <"$acknowledged") < 4)); do sleep 0.01; done
        printf '\n%s  $ kill -KILL %s%s\n' "$bold" "$(service_pid)" "$plain"
        kill_service
        wait "$pushing"
        say "    acknowledged before the kill: $(wc -l <"$acknowledged") of 12; the others wait on the phone"
        start_service | sed 's/^/    /'
        read_ports
        export SOLEUS_SERVER=http://127.0.0.1:$PORT
        show soleus device sync --device "$DEVICE"
    done
    after=$(check_ins)
    check "the number of check-ins in the chart" "$((before + 24))" "$after"
    show soleus device verify --device "$DEVICE"
}

history_of_all() {
    step "Who changed what, and when"
    show -p pt soleus history "$MEMBER"
}

# Kept for deploy/run, which prints it at every start.
write_summary() {
    (
        umask 077
        {
            printf '\nCredentials, one for each role (only this machine reaches the service):\n'
            printf '  operator      login operator, password %s\n' "$(<"$SECRETS/operator")"
            printf '  practitioner  login %s, password %s\n' "$PT" "$(<"$SECRETS/$PT")"
            printf '  reviewer      login %s, password %s\n' "$REVIEWER" "$(<"$SECRETS/$REVIEWER")"
            printf '  sponsor       profile acme (a token, in %s)\n' "$HOME_FOLDER/profiles/acme.json"
            printf '  member        %s, device %s (its store is in %s)\n' "$MEMBER" "$DEVICE" "$HOME_FOLDER/devices"
            printf '\nTry next:\n'
            printf '  source %s/env\n' "$STATE"
            printf "  SOLEUS_PROFILE=pt soleus today\n"
            printf "  SOLEUS_PROFILE=pt soleus panel\n"
            printf "  SOLEUS_PROFILE=pt soleus plan edit %s\n" "$(typed "$MEMBER")"
            printf "  SOLEUS_PROFILE=pt soleus trend %s\n" "$(typed "$MEMBER")"
            printf '  soleus device log check-in --device %s --about now --pain 1 && soleus device sync --device %s\n' "$DEVICE" "$DEVICE"
            printf '  SOLEUS_PROFILE=acme soleus roster list --sponsor acme-outdoor\n'
            printf '  soleus --help\n'
        } >"$STORY/summary"
    )
}

tell_story() {
    choose_person
    roster
    eligibility
    enrolment
    first_plan
    offline
    second_plan
    syncing
    crashes
    history_of_all
    write_summary
    date '+%F at %H:%M' >"$STORY/played"
    tell "That is the story: from a roster to a tailored plan, with everything that went wrong on the way accounted for."
}
