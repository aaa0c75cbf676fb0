#!/usr/bin/env python3
"""`afterword check` and other prose linters on the same generated documents, in alternation: wall, CPU, peak memory, and their ratios.

usage: reviewers.py --afterword BIN [--vale BIN] [--textlint BIN] [--proselint BIN] [--alex BIN] [--write-good BIN] [--ripgrep BIN]
                    [--sizes 100,1000,10000] [--runs N] [--patience SECONDS] [--work FOLDER]

The documents are those of `benches/generator` (compiled with rustc), the same files for all. Afterword runs with all its rules, and once more with
those about language alone.

vale and textlint get the reviewer's own word lists, written by this script into the work folder (`.vale.ini`, `styles/`, `textlint.json`,
`prh.yml`): for each rule about language its plain phrases of `src/lint/prose/phrases.toml` (vale: a rule of kind `existence`), and the verbs for slips
of `words.toml` (`substitution`). Plain phrases have neither gaps nor classes of words, so this is the part of the task that a list of words can do: no
subjects, no sections, no structure. textlint reads the lists with the package `textlint-rule-prh`, which has to be beside it. ripgrep
searches for the same expressions and does nothing else: it reads no Markdown, and hardly anything can be faster.

proselint, alex and write-good have lists of their own and run with these: they look for other things in the same text.

Each gets the folder, or a list of all files where it takes no folder (write-good, 1,000 a process). What it prints goes to a file,
where its findings are counted. Before the rounds each checks one document, so that programs are in memory; the documents were just written.
Who comes first changes from round to round. Who needs more than the patience, or would by its figure of the size before, is left out.

wall: a monotonic clock. CPU and memory: the kernel's account of the finished process and its children.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

sys.dont_write_bytecode = True  # nothing is left beside the scripts

from compare import write_documents

PROSE = pathlib.Path(__file__).resolve().parent.parent / "src/lint/prose"
BATCH = 1000


def expression(pattern):
    """A phrase as a regular expression; none when it has gaps, classes of words or signs, which a list of words has not."""
    out, parts = "", pattern.split()
    for number, part in enumerate(parts):
        choices = part.removesuffix("?").split("|")
        if "@" in part or not all(re.fullmatch(r"[\w'/-]*\w", choice) for choice in choices):
            return None
        space = "" if number == len(parts) - 1 else " "
        one = f"(?:{'|'.join(choices)}){space}"
        out += f"(?:{one})?" if part.endswith("?") else one
    return out


def word_lists():
    """Expressions by rule, and the words for slips."""
    phrases = tomllib.loads((PROSE / "phrases.toml").read_text(encoding="utf-8"))
    verbs = tomllib.loads((PROSE / "words.toml").read_text(encoding="utf-8"))["verbs"]
    lists = {}
    for rule, groups in phrases.items():
        if rule != "nothing":
            found = [expression(pattern) for group in groups for pattern in group["patterns"]]
            lists[rule] = [one for one in dict.fromkeys(found) if one and re.search("[a-z]{2}", one)]
    return {rule: found for rule, found in lists.items() if found}, sorted({form for verb in verbs["slip"] for form in verb.split("/")})


def write_style(work):
    """The lists for vale, textlint and ripgrep; gives the number of expressions."""
    lists, slips = word_lists()
    question, files = "what made it likely", {}

    def quoted(text):
        return "'" + text.replace("'", "''") + "'"

    for rule, found in lists.items():
        head = f"extends: existence\nmessage: \"'%s' ({rule})\"\nlevel: warning\nignorecase: true\n"
        files[f"styles/Words/{rule}.yml"] = head + "tokens:\n" + "".join(f"  - {quoted(one)}\n" for one in found)
    head = "extends: substitution\nmessage: \"'%s' instead of '%s'?\"\nlevel: warning\nignorecase: true\n"
    files["styles/Words/slips.yml"] = head + "swap:\n" + "".join(f"  {quoted(word)}: {question}\n" for word in slips)
    files[".vale.ini"] = "StylesPath = styles\nMinAlertLevel = warning\n\n[*.md]\nBasedOnStyles = Words\n"
    files["prh.yml"] = "version: 1\nrules:\n"
    for found in [*lists.values(), slips]:
        patterns = [quoted(rf"/\b(?:{one})\b/i") for one in found]
        files["prh.yml"] += f"  - expected: {question}\n    patterns:\n" + "".join(f"      - {pattern}\n" for pattern in patterns)
    files["textlint.json"] = json.dumps({"rules": {"prh": {"rulePaths": [str(work / "prh.yml")]}}})
    every = [*(one for found in lists.values() for one in found), *slips]
    files["expressions"] = "".join(one + "\n" for one in every)
    for name, text in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    return len(every)


@dataclasses.dataclass
class Reviewer:
    """How a program is run, and how what it prints is understood."""

    name: str
    command: list
    finding: str
    """An expression for one finding."""
    fine: range = range(2)
    """Exit statuses of a run that did its work."""
    takes_folder: bool = True


def node_modules(program):
    """Where a program of Node has its packages: textlint looks for rules in the current folder else."""
    return next((folder for folder in pathlib.Path(program).resolve().parents if folder.name == "node_modules"), ".")


def reviewers(options, work):
    check = [options.afterword, "check", "--format", "json", "--quiet"]
    all_of_them = [
        Reviewer("Afterword", check, r'"code":'),
        Reviewer("Afterword, rules about language", [*check, "--select", "BL,AI007"], r'"code":'),
    ]
    if options.ripgrep:
        all_of_them.append(Reviewer("ripgrep", [options.ripgrep, "--no-config", "-nwi", "-f", work / "expressions"], r"\n"))
    if options.vale:
        all_of_them.append(Reviewer("vale", [options.vale, "--config", work / ".vale.ini", "--no-exit", "--output", "JSON"], r'"Check":', range(1)))
    if options.textlint:
        rules = ["--config", work / "textlint.json", "--rules-base-directory", node_modules(options.textlint)]
        all_of_them.append(Reviewer("textlint", [options.textlint, *rules, "--format", "unix"], r"(?m)\[Error/prh\]$"))
    if options.proselint:
        all_of_them.append(Reviewer("proselint", [options.proselint, "check"], r"(?m)^[^\s:]+:\d+:\d+: "))
    if options.alex:
        all_of_them.append(Reviewer("alex", [options.alex], r"(?m)^ +\d+:\d+\S* +warning "))
    if options.write_good:
        # It exits with the number of its findings, which the system cuts to a byte.
        all_of_them.append(Reviewer("write-good", [options.write_good], r"(?m) on line \d+ at column \d+$", range(256), takes_folder=False))
    return all_of_them


def run(reviewer, folder, files, printed, patience):
    """Seconds of wall and CPU, and megabytes, over as many processes as it takes; none when the patience is at an end."""
    groups = [[folder]] if reviewer.takes_folder else [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    cpu, memory, began = 0.0, 0.0, time.monotonic()
    with open(printed, "wb") as out:
        for group in groups:
            command = [str(part) for part in [*reviewer.command, *group]]
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
            while True:
                pid, status, used = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() - began > patience:
                    process.kill()
                    process.wait()
                    return None
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in reviewer.fine:
                said = pathlib.Path(printed).read_text(encoding="utf-8", errors="replace")
                sys.exit(f"{' '.join(command[:6])} …: exit status {process.returncode}\n{said[-2000:]}")
            cpu, memory = cpu + used.ru_utime + used.ru_stime, max(memory, used.ru_maxrss / 1024)
    return time.monotonic() - began, cpu, memory


def measure(options, work, count, ones, before):
    """All rounds of one size: lists of runs by name, findings by name, and who was left out, why."""
    folder, runs = write_documents(work, count), options.runs or (3 if count >= 1_000 else 5)
    files = sorted(folder.glob("*.md"))
    figures, findings, out = {}, {}, {}
    for one in ones:
        expected = before.get(one.name, 0) * count
        if expected > options.patience:
            out[one.name] = f"about {expected / 60:.0f} minutes by its figure of the size before"
    alone = work / "one"
    alone.mkdir(exist_ok=True)
    (alone / files[0].name).write_bytes(files[0].read_bytes())
    for one in ones:
        if one.name not in out:
            run(one, alone, list(alone.glob("*.md")), work / "printed", options.patience)
    for number in range(runs):
        for one in reversed(ones) if number % 2 else ones:
            if one.name in out:
                continue
            figure = run(one, folder, files, work / "printed", options.patience)
            if figure is None:
                out[one.name] = f"stopped after {options.patience:.0f} seconds"
                figures.pop(one.name, None)
                continue
            figures.setdefault(one.name, []).append(figure)
            findings[one.name] = len(re.findall(one.finding, (work / "printed").read_text(encoding="utf-8", errors="replace")))
    return runs, {one.name: figures[one.name] for one in ones if one.name in figures}, findings, out


def show(count, runs, figures, findings, out, load):
    """The table; gives the seconds of wall for one document, by name."""
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
    print(f"\n## {count:,} documents, medians of {runs}\n")
    print(f"Load average before and after: {load:.1f}, {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| | wall | CPU | peak memory | findings | wall / Afterword's | CPU / Afterword's |\n| --- | --- | --- | --- | --- | --- | --- |")
    own = medians.get("Afterword")
    for name, (wall, cpu, memory) in medians.items():
        ratios = f"{wall / own[0]:.2f} | {cpu / own[1]:.2f}" if own else "– | –"
        print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {findings[name]:,} | {ratios} |")
    for name, why in out.items():
        print(f"\n{name} is left out: {why}.")
    sys.stdout.flush()
    return {name: wall / count for name, (wall, _, _) in medians.items()}


def version(program):
    argument = "version" if pathlib.Path(program).name == "proselint" else "--version"
    said = subprocess.run([program, argument], capture_output=True, text=True, check=False)
    return f"{pathlib.Path(program).name} {(said.stdout or said.stderr).strip().splitlines()[0].split()[-1]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--afterword", required=True, type=os.path.abspath)
    others = ["vale", "textlint", "proselint", "alex", "write-good", "ripgrep"]
    for name in others:
        parser.add_argument(f"--{name}", type=os.path.abspath)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--runs", type=int, help="rounds; else 5, from 1,000 documents on 3")
    parser.add_argument("--patience", type=float, default=900, help="seconds a run may take (900)")
    parser.add_argument("--work", type=pathlib.Path, help="where documents and word lists are made and stay; else a new folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="afterword-reviewers-") as made:
        work = (options.work or pathlib.Path(made)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        expressions = write_style(work)
        programs = [options.afterword, *(getattr(options, name.replace("-", "_")) for name in others)]
        print(f"{', '.join(version(program) for program in programs if program)}; {expressions} expressions in the word lists")
        wall = {}
        for count in map(int, options.sizes.split(",")):
            load = os.getloadavg()[0]
            wall |= show(count, *measure(options, work, count, reviewers(options, work), wall), load)


if __name__ == "__main__":
    main()
