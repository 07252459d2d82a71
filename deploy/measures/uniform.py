"""Asks the public questions about people of several kinds, and compares how long the answers take.

usage: uniform.py SERVER ROSTER.csv ANSWERS
"""

import csv
import json
import math
import random
import secrets
import statistics
import sys
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

AT_ONCE = 4
TELLING = 0.001


def main():
    server, roster, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(roster, newline="") as file:
        people = [row for row in csv.DictReader(file) if row["record_type"] == "subscriber" and not row["end_date"]]
    random.shuffle(people)
    people = [person for person in people if has_begun(person)][: 3 * count]
    if len(people) < 3 * count:
        sys.exit("The roster has too few people who are covered.")
    members, others, more = people[:count], people[count : 2 * count], people[2 * count :]
    for member in members:
        status, _ = enrol(server, member)
        if status != 201:
            sys.exit(f"Enrolling answered {status}.")

    born = [{**person, "birth_date": "1931-01-01"} for person in others]
    members_born = [{**person, "birth_date": "1931-01-01"} for person in members]
    unknown = [{**person, "sponsor_member_id": f"NOBODY-{number}"} for number, person in enumerate(more)]
    kinds = {
        "self-check: unknown number": (check, unknown),
        "self-check: another birth date": (check, born),
        "self-check: a member, another birth date": (check, members_born),
        "self-check: covered, no member": (check, others),
        "self-check: covered, a member": (check, members),
        "enrolment: unknown number": (enrol, unknown),
        "enrolment: another birth date": (enrol, born),
        "enrolment: covered, no member": (enrol, more),
        "enrolment: covered, a member": (enrol, members),
    }
    times, statuses = measured(server, kinds)
    for kind, sample in times.items():
        print(f"{kind:42} {len(sample):5} answers, median {statistics.median(sample) * 1000:7.2f} ms")
    print()
    worst = 1.0
    alike = True
    names = list(kinds)
    for one, other in [(0, 1), (0, 2), (1, 2), (3, 4), (5, 6), (7, 8)]:
        distance, chance = smirnov(times[names[one]], times[names[other]])
        worst = min(worst, chance)
        if statuses[names[one]] != statuses[names[other]]:
            print(f"{names[one]}, {names[other]}: answered {statuses[names[one]]} and {statuses[names[other]]}")
            alike = False
        print(f"{names[one]} / {names[other].split(': ')[1]}: D = {distance:.3f}, p = {chance:.3f}")
    alike = alike and worst >= TELLING
    print("\nNo two of them can be told apart." if alike else "\nSome of them can be told apart.")
    sys.exit(0 if alike else 1)


def measured(server, kinds):
    """Every question once, in random order, so that whatever else the machine does meets all kinds alike."""
    questions = [(kind, ask, person) for kind, (ask, people) in kinds.items() for person in people]
    random.shuffle(questions)
    times = {kind: [] for kind in kinds}
    statuses = {kind: set() for kind in kinds}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (kind, _, _), (status, seconds) in zip(questions, pool.map(lambda q: q[1](server, q[2]), questions)):
            if status == 429:
                sys.exit(f"{kind}: refused as too many; the figures would say nothing.")
            times[kind].append(seconds)
            statuses[kind].add(status)
    return times, statuses


def claim(person):
    return {
        "number": person["sponsor_member_id"],
        "firstName": person["first_name"],
        "lastName": person["last_name"],
        "birthDate": person["birth_date"],
    }


def has_begun(person):
    return person["effective_date"] <= time.strftime("%Y-%m-%d")


def check(server, person):
    return post(server + "/v1/eligibility/self-check", claim(person))


def enrol(server, person):
    return post(
        server + "/v1/enrolments",
        {
            "identity": claim(person),
            "state": "CO",
            "timeZone": "America/Denver",
            "device": {"id": str(uuid.uuid4()), "name": "phone"},
            "enrolmentKey": secrets.token_urlsafe(32),
        },
    )


def post(address, body):
    request = urllib.request.Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as problem:
        problem.read()
        status = problem.code
    return status, time.perf_counter() - began


def smirnov(one, other):
    """The two-sample Kolmogorov-Smirnov statistic, and how often equal distributions differ as much (asymptotically)."""
    points = sorted(set(one) | set(other))
    one, other = sorted(one), sorted(other)
    distance, i, j = 0.0, 0, 0
    for point in points:
        while i < len(one) and one[i] <= point:
            i += 1
        while j < len(other) and other[j] <= point:
            j += 1
        distance = max(distance, abs(i / len(one) - j / len(other)))
    size = math.sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    chance = 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return distance, min(1.0, max(0.0, chance if scaled > 0.2 else 1.0))


main()
