"""The corpus of 834s: the recorded files, and as many mutated ones as wanted, from a seed."""

import random
import re
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "Tests" / "X12Corpus"
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "a": "\a"}
# Where a loop begins twice in a row, pyx12 does not miss what its first turn lacks.
LOOP_BEGINS = {"INS", "HD", "LX", "COB", "DSB", "LS"}


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text)


def recorded():
    """Yields name, text, our verdict and whether pyx12 takes the file."""
    for line in (CORPUS / "cases.tsv").read_text().splitlines():
        name, base, verdict, pyx12, recount, *edits = line.split("\t")
        text = (CORPUS / f"{base}.834").read_text()
        for edit in filter(None, edits):
            parts = [unescaped(part) for part in edit.split("⇒")]
            if parts[0] == "ALL" and len(parts) == 3:
                text = text.replace(parts[1], parts[2])
            elif parts[0] == "CUT" and len(parts) == 3:
                start = text.index(parts[1])
                end = len(text) if parts[2] == "END" else text.index(parts[2])
                text = text[:start] + text[end:]
            else:
                text = text.replace(parts[0], parts[1], 1)
        if recount == "recount":
            text = recounted(text)
        yield f"{base}: {name}", text, verdict, pyx12 == "valid"


def recounted(text):
    ids = [segment.strip("\r\n").split("*")[0] for segment in text.split("~")]
    count = ids.index("SE") - ids.index("ST") + 1
    return re.sub(r"SE\*\d+\*", f"SE*{count}*", text, count=1)


def mutated(seed, count):
    """Yields name and text of files that were spoiled at random."""
    bases = [(CORPUS / f"{base}.834").read_text().replace("\n", "") for base in ("small", "rich")]
    made = 0
    for number in range(count * 10):
        if made == count:
            return
        rng = random.Random(seed * 1_000_003 + number)
        segments = [segment for segment in rng.choice(bases).split("~") if segment]
        for _ in range(rng.choice([1, 1, 1, 2])):
            spoil(segments, rng)
        ids = [segment.split("*")[0] for segment in segments]
        if any(begins_again(one, other) for one, other in zip(segments, segments[1:])):
            continue
        # pyx12 takes a set for the guide's whatever ST says.
        if not any(segment.startswith("ST*834*") for segment in segments):
            continue
        text = "".join(f"{segment}~\n" for segment in segments)
        if "SE" in ids and rng.random() < 0.9:
            text = recounted(text)
        made += 1
        yield f"seed {seed}, file {number}", text


def begins_again(segment, following):
    one, other = segment.split("*"), following.split("*")
    return one[0] == other[0] and (one[0] in LOOP_BEGINS or (one[0] in {"N1", "NM1"} and one[:2] == other[:2]))


def spoil(segments, rng):
    place = rng.randrange(2, len(segments) - 2)
    other = rng.randrange(3, len(segments) - 3)
    elements = segments[place].split("*")
    match rng.randrange(8):
        case 0:
            del segments[place]
        case 1:
            segments.insert(place, segments[place])
        case 2:
            segments[place], segments[other] = segments[other], segments[place]
        case 3 if len(elements) > 1:
            elements[rng.randrange(1, len(elements))] = ""
            segments[place] = "*".join(elements)
        case 4 if len(elements) > 1:
            values = ["X", "99", "20261332", "ZZ", "A" * 70, "1", "20260101", "-5", "0.5"]
            elements[rng.randrange(1, len(elements))] = rng.choice(values)
            segments[place] = "*".join(elements)
        case 5:
            segments[place] += "*" + rng.choice(["X", "1", ""])
        case 6:
            segments.insert(place, segments[other])
        case _:
            segments[place] = "*".join(elements[: max(1, rng.randrange(len(elements)))])
