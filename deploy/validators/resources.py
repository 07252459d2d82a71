"""Asks a running service for one FHIR resource of each kind that it answers, and keeps them for the libraries to judge.

usage: resources.py SERVER SPONSOR.json PARTNER.json FOLDER
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path


def request(born, number="AO-10002", family="O'Connor", given="Ben", purpose=("validation", "benefits")):
    return {
        "resourceType": "CoverageEligibilityRequest",
        "contained": [
            {
                "resourceType": "Patient",
                "id": "p",
                "identifier": [{"system": "urn:soleus:sponsor-number", "value": number}],
                "name": [{"family": family, "given": [given]}],
                "birthDate": born,
            }
        ],
        "status": "active",
        "purpose": list(purpose),
        "patient": {"reference": "#p"},
        "created": "2026-11-30",
        "insurer": {"display": "Validators"},
    }


def ask(server, token, path, body=None):
    headers = {"Accept": "application/fhir+json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None
    if body is not None:
        headers["Content-Type"] = "application/fhir+json"
        data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(server + path, data, headers), timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as problem:
        return json.load(problem)


def main():
    server = sys.argv[1]
    sponsor, partner = (json.loads(Path(path).read_text())["accessToken"] for path in sys.argv[2:4])
    folder = Path(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    search = "/fhir/Coverage?" + urllib.parse.urlencode({"beneficiary:identifier": "urn:soleus:sponsor-number|AO-10002"})
    found = ask(server, sponsor, search)
    everything = ("auth-requirements", "benefits", "discovery", "validation")
    answers = [
        ("metadata", "CapabilityStatement", ask(server, None, "/fhir/metadata")),
        ("search", "Bundle", found),
        ("search for nobody", "Bundle", ask(server, sponsor, "/fhir/Coverage?beneficiary:identifier=AO-99999")),
        ("read", "Coverage", ask(server, sponsor, f"/fhir/Coverage/{found['entry'][0]['resource']['id']}")),
        ("read nothing", "OperationOutcome", ask(server, sponsor, "/fhir/Coverage/AAAA")),
        ("without a credential", "OperationOutcome", ask(server, None, "/fhir/Coverage?beneficiary:identifier=1")),
    ]
    path = "/fhir/CoverageEligibilityRequest"
    for name, body in [
        ("covered", request("1985-02-28")),
        ("every purpose", request("1985-02-28", purpose=everything)),
        ("another birth date", request("1985-03-01")),
    ]:
        for who, token in [("sponsor", sponsor), ("partner", partner)]:
            answers.append((f"{name}, {who}", "CoverageEligibilityResponse", ask(server, token, path, body)))
    answers.append(("no purpose", "OperationOutcome", ask(server, sponsor, path, request("1985-02-28", purpose=()))))

    faults = 0
    for number, (name, kind, resource) in enumerate(answers):
        if resource.get("resourceType") != kind:
            print(f"{name}: expected a {kind}, got {json.dumps(resource)[:200]}")
            faults += 1
        (folder / f"{number:02} {name}.json").write_text(json.dumps(resource))
    print(f"{len(answers)} answers, {faults} of another kind than expected")
    sys.exit(1 if faults else 0)


main()
