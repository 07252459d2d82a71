"""Lets one library read the FHIR resources of a folder.

usage: judge.py fhir.resources|fhirclient|google-fhir-r4 FOLDER

Each library lives in an environment of its own, so a library is imported only when it judges.
"""

import json
import sys
from importlib import import_module
from pathlib import Path


def fhir_resources(resource):
    kind = resource["resourceType"]
    getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind).parse_obj(resource)


def fhirclient(resource):
    kind = resource["resourceType"]
    getattr(import_module(f"fhirclient.models.{kind.lower()}"), kind)(resource, strict=True)


def google_fhir_r4(resource):
    from google.fhir.r4 import json_format
    from google.fhir.r4.proto.core.resources import bundle_and_contained_resource_pb2

    contained = bundle_and_contained_resource_pb2.ContainedResource
    json_format.json_fhir_string_to_proto(json.dumps(resource), contained)


JUDGES = {"fhir.resources": fhir_resources, "fhirclient": fhirclient, "google-fhir-r4": google_fhir_r4}


def refuses_nonsense(judge):
    """A judge who takes anything says nothing."""
    try:
        judge({"resourceType": "Coverage", "status": ["active"], "period": {"start": "the day before"}})
    except Exception:
        return True
    return False


def main():
    library, folder = sys.argv[1], Path(sys.argv[2])
    judge = JUDGES[library]
    if not refuses_nonsense(judge):
        sys.exit(f"{library} takes a Coverage that is none; its other judgements say nothing.")
    paths = sorted(folder.glob("*.json"))
    faults = 0
    for path in paths:
        try:
            judge(json.loads(path.read_text()))
        except Exception as problem:
            print(f"{path.stem}: {library} refuses it: {problem}")
            faults += 1
    print(f"{library} has read {len(paths)} resources: {faults} refusals")
    sys.exit(1 if faults or not paths else 0)


main()
