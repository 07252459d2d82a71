"""Compares our verdicts on 834s with pyx12's, and lets pyx12 read our 999s.

usage: enrolments.py SOLEUS FOLDER SEED COUNT
"""

import io
import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyx12.params
import pyx12.x12n_document

import corpus

# What pyx12 overlooks: it takes the set for the guide's, whatever its ST segment says.
OVERLOOKED = {"small: set of another kind"}


def taken_by_pyx12(path):
    try:
        document = pyx12.x12n_document.x12n_document
        return bool(document(pyx12.params.params(), str(path), io.StringIO(), None, None))
    except Exception:
        # It gives up on files whose envelope it cannot read.
        return False


def without_ta1(text):
    """pyx12 reads no TA1 in front of groups; nothing is left of an answer that is a TA1 alone."""
    rest = "".join(line for line in text.splitlines(True) if not line.startswith("TA1*"))
    return rest if "\nGS*" in rest else None


def main():
    soleus, folder, seed, count = sys.argv[1], Path(sys.argv[2]) / "834", int(sys.argv[3]), int(sys.argv[4])
    logging.disable(logging.CRITICAL)
    folder.mkdir(parents=True, exist_ok=True)
    files = [(name, text, verdict) for name, text, verdict, _ in corpus.recorded()]
    files += [(name, text, None) for name, text in corpus.mutated(seed, count)]
    paths = []
    for number, (_, text, _) in enumerate(files):
        path = folder / f"{number:04}.834"
        path.write_text(text, newline="")
        paths.append(path)

    run = subprocess.run([soleus, "x12", "check", "--json", *map(str, paths)], capture_output=True, text=True)
    # After the answer comes the problem: some of the files are meant to be refused.
    ours = [entry["verdict"] for entry in json.JSONDecoder().raw_decode(run.stdout.lstrip())[0]["files"]]
    faults, taken = 0, 0
    for (name, _, recorded), path, verdict in zip(files, paths, ours, strict=True):
        pyx12_takes = taken_by_pyx12(path)
        taken += pyx12_takes
        if recorded and verdict != recorded:
            print(f"{name}: recorded as {recorded}, and now {verdict}")
            faults += 1
        if pyx12_takes != (verdict == "A") and name not in OVERLOOKED:
            print(f"{name} ({path}): we say {verdict}, pyx12 {'takes' if pyx12_takes else 'refuses'} it")
            faults += 1
    print(f"{len(files)} files, of which pyx12 takes {taken}: {faults} disagreements")

    def acknowledge(path):
        answer = path.with_suffix(".999")
        answer.unlink(missing_ok=True)
        subprocess.run([soleus, "x12", "check", "--ack", str(answer), str(path)], capture_output=True)
        return answer

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(acknowledge, paths))
    acknowledged, alone = 0, 0
    for path, answer in zip(paths, answers, strict=True):
        if not answer.exists():
            continue
        acknowledged += 1
        groups = without_ta1(answer.read_text())
        if groups is None:
            alone += 1
            continue
        judged = path.with_suffix(".judged")
        judged.write_text(groups, newline="")
        if not taken_by_pyx12(judged):
            print(f"{answer}: pyx12 refuses our 999")
            faults += 1
    print(f"{acknowledged} acknowledgements, of which {alone} are a TA1 alone")
    sys.exit(1 if faults else 0)


main()
