#!/usr/bin/env python3
"""`afterword check` beside vale and other prose linters on the same documents, in alternation: wall, CPU, memory.

usage: vale.py --afterword BIN --documents FOLDER [--vale BIN] [--other NAME='COMMAND …'] [--runs 3] [--style FOLDER]

FOLDER has Markdown files, as many as are to be checked. The style that vale runs is made of the word lists of the
reviewer (`src/lint/prose/phrases.toml` and `words.toml`): an `existence` rule for each rule about language, with its
plain phrases (those without gaps and classes of words) as regular expressions, and a `substitution` rule of the words
for slips. It is what a word list can do of the same task: no subjects, no sections, no structure. ripgrep, where it is installed, searches for the same expressions and does
nothing else: no word list can be looked for much faster.
COMMAND of `--other` is run with the paths of all files behind it, and is stopped after `--patience` seconds.

wall: a monotonic clock. CPU and memory: the kernel's account of the finished process and its children.
"""
import argparse
import os
import pathlib
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

PROSE = pathlib.Path(__file__).resolve().parent.parent / "src/lint/prose"


def expression(pattern):
    """A phrase as a regular expression; none when it has gaps or classes of words, which a word list has not."""
    out, parts = "", pattern.split()
    for number, part in enumerate(parts):
        if part == ".." or "@" in part:
            return None
        choices = [re.escape(word).replace("\\-", "-") for word in part.removesuffix("?").split("|")]
        one = "(?:" + "|".join(choices) + ")" + ("" if number == len(parts) - 1 else " ")
        out += f"(?:{one})?" if part.endswith("?") and len(part) > 1 else one
    return out


def style(folder):
    """Writes the style and its configuration; gives the expressions."""
    words = tomllib.loads((PROSE / "words.toml").read_text(encoding="utf-8"))
    phrases = tomllib.loads((PROSE / "phrases.toml").read_text(encoding="utf-8"))
    rules = folder / "styles" / "Blameless"
    rules.mkdir(parents=True, exist_ok=True)
    every = []
    for family, groups in phrases.items():
        if family == "nothing":
            continue
        tokens = [expression(pattern) for group in groups for pattern in group["patterns"]]
        tokens = [token for token in dict.fromkeys(tokens) if token and re.search(r"[a-z]{2}", token)]
        every += tokens
        quoted = "".join(f"  - '{token.replace(chr(39), chr(39) * 2)}'\n" for token in tokens)
        head = f"extends: existence\nmessage: \"'%s' ({family})\"\nlevel: warning\nignorecase: true\n"
        (rules / f"{family}.yml").write_text(f"{head}tokens:\n{quoted}", encoding="utf-8")
    slips = sorted({form for verb in words["verbs"]["slip"] for form in verb.split("/")})
    swaps = "".join(f"  {word}: what made it likely\n" for word in slips)
    head = "extends: substitution\nmessage: \"'%s' instead of '%s'?\"\nlevel: warning\nignorecase: true\n"
    (rules / "slips.yml").write_text(f"{head}swap:\n{swaps}", encoding="utf-8")
    (folder / ".vale.ini").write_text("StylesPath = styles\nMinAlertLevel = warning\n\n[*.md]\nBasedOnStyles = Blameless\n")
    (folder / "expressions").write_text("".join(token + "\n" for token in every), encoding="utf-8")
    return len(every)


def run(command, cwd, patience):
    """Wall and CPU in seconds, memory in MB, and the exit status; none after `patience`."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        wall = time.perf_counter() - start
        if pid:
            return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)
        if wall > patience:
            process.kill()
            os.wait4(process.pid, 0)
            return None
        time.sleep(0.005)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--afterword", required=True)
    parser.add_argument("--documents", required=True)
    parser.add_argument("--vale", default=shutil.which("vale"))
    parser.add_argument("--other", action="append", default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--patience", type=float, default=900)
    parser.add_argument("--style")
    args = parser.parse_args()

    documents = pathlib.Path(args.documents).resolve()
    files = sorted(str(path) for path in documents.rglob("*.md"))
    if not files:
        sys.exit(f"no Markdown files in {documents}")
    with tempfile.TemporaryDirectory(prefix="afterword-vale-") as made:
        folder = pathlib.Path(args.style or made).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        count = style(folder)
        config = str(folder / ".vale.ini")
        # The folder, and no list of paths, for those that take one.
        rows = {
            "afterword check": [args.afterword, "check", str(documents), "--format", "json", "--quiet"],
            "afterword check --select BL,AI007": [
                args.afterword, "check", str(documents), "--select", "BL,AI007", "--format", "json", "--quiet"
            ],
        }
        if shutil.which("rg"):
            rows["ripgrep"] = ["rg", "--no-config", "-nwi", "-f", str(folder / "expressions"), str(documents)]
        if args.vale:
            rows["vale"] = [args.vale, "--config", config, "--no-exit", "--output", "JSON", str(documents)]
        else:
            print("no vale: give one with --vale", file=sys.stderr)
        for other in args.other:
            name, _, command = other.partition("=")
            rows[name] = shlex.split(command) + files
        print(f"{len(files)} documents, {count} expressions, {args.runs} runs in alternation, {os.cpu_count()} cores\n")
        measured = {name: [] for name in rows}
        gone = set()
        for _ in range(args.runs):
            for name, command in rows.items():
                if name in gone:
                    continue
                result = run(command, folder, args.patience)
                if result is None:
                    gone.add(name)
                    print(f"{name}: stopped after {args.patience:.0f} s", file=sys.stderr)
                else:
                    measured[name].append(result)
        print("| | wall | CPU | memory | exit | of afterword's wall |\n| --- | --- | --- | --- | --- | --- |")
        own = statistics.median(wall for wall, *_ in measured["afterword check"])
        for name, results in measured.items():
            if results:
                wall, cpu, memory = (statistics.median(result[i] for result in results) for i in range(3))
                print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {results[0][3]} | {wall / own:.2f} |")


if __name__ == "__main__":
    main()
