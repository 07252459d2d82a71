"""Lets linuxforhealth-x12 read our 270s and 271s.

usage: inquiries.py FILE…
"""

import sys
from enum import Enum

from linuxforhealth.x12.io import X12ModelReader
from linuxforhealth.x12.v5010.segments import AaaSegment
from linuxforhealth.x12.v5010.x12_271_005010X279A1 import loops

# The library gives the person's loops (2100C, 2100D) the reject codes of the receiver's (2100B); these are the guide's.
PERSON_CODES = "15 42 43 45 47 48 49 51 52 56 57 58 60 61 62 63 64 65 66 67 68 71 72 73 74 75 76 77 78".split()


class PersonAaaSegment(AaaSegment):
    RejectReasonCode = Enum("RejectReasonCode", {f"CODE_{code}": code for code in PERSON_CODES}, type=str)
    reject_reason_code: RejectReasonCode
    follow_up_action_code: str


def correct_the_library():
    for loop in (loops.Loop2100C, loops.Loop2100D):
        field = loop.__fields__["aaa_segment"]
        field.type_ = PersonAaaSegment
        for part in field.sub_fields or []:
            part.type_ = part.outer_type_ = PersonAaaSegment
            part.validators = part.class_validators = None
            part.class_validators = {}
            part.prepare()


def main():
    correct_the_library()
    faults = 0
    for path in sys.argv[1:]:
        try:
            with X12ModelReader(path) as reader:
                count = sum(1 for _ in reader.models())
            print(f"{path}: {count} transaction sets")
        except Exception as problem:
            print(f"{path}: {problem}")
            faults += 1
    sys.exit(1 if faults else 0)


main()
