#!/usr/bin/env python3
"""Afterword, Hugo and Pagefind on the same generated documents, in alternation: wall, CPU, peak memory, and their ratios.

usage: compare.py --afterword BIN [--hugo BIN] [--pagefind BIN] [--sizes 100,1000,10000] [--runs N] [--work FOLDER] [--keep]

The documents are those of `benches/generator` (compiled with rustc), the same files for all. Hugo gets a site of equal kinds of pages, written by this
script: a page for each postmortem with its facts, contents and text, pages of services, causes, severities, triggers and tags with their
lists and feeds, the list of all in pages of 50, a sitemap. It has no checks, no index, no action items, no charts. Pagefind indexes Hugo's site.

A round is, for each of them: a build into a folder that is not there yet (cold), the same again (unchanged), again after a line was added to one
document (edited). The next round takes new folders: nothing is removed between the runs, because on some file systems a removal makes the runs
after it slower. Who comes first changes from round to round. Before each run what is to be written to the disk is written (sync). The first round
is not counted.

wall: a monotonic clock. CPU and memory: the kernel's account of the finished process and its children. Hugo is best given as the program itself:
what the Python package calls `hugo` starts Python first (the program is `hugo/binaries/hugo*` in the package).
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent

CONFIG = """\
baseURL = "https://postmortems.example/"
locale = "en"
title = "Postmortems"
disableKinds = ["section"]
[taxonomies]
  service = "services"
  cause = "causes"
  severity = "severity"
  trigger = "trigger"
  tag = "tags"
[pagination]
  pagerSize = 50
[outputs]
  home = ["html", "rss"]
  taxonomy = ["html"]
  term = ["html", "rss"]
[services.rss]
  limit = 20
[markup.goldmark.renderHooks.link]
  useEmbedded = "always"
"""

LAYOUTS = {
    "baseof.html": """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title><link rel="canonical" href="{{ .Permalink }}"><link rel="stylesheet" href="/look.css">
<link rel="alternate" type="application/rss+xml" href="/index.xml"></head>
<body>
<header><a href="/">{{ site.Title }}</a>
<nav aria-label="Places"><a href="/services/">Services</a> <a href="/causes/">Causes</a> <a href="/severity/">Severities</a> <a href="/trigger/">Triggers</a> <a href="/tags/">Tags</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><a href="/index.xml">Feed</a> <a href="/sitemap.xml">Sitemap</a></footer>
</body>
</html>
""",
    "page.html": """\
{{ define "main" }}<article data-pagefind-body>
<h1>{{ .Title }}</h1>
<dl>
<dt>Number</dt><dd>{{ .Params.id }}</dd>
<dt>Day</dt><dd><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 Jan 2006" }}</time></dd>
<dt>Began</dt><dd>{{ .Params.started }}</dd><dt>Ended</dt><dd>{{ .Params.resolved }}</dd>
<dt>Severity</dt><dd><a href="/severity/{{ .Params.severity }}/">{{ .Params.severity }}</a></dd>
<dt>Services</dt><dd>{{ range .GetTerms "services" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</dd>
<dt>Causes</dt><dd>{{ range .GetTerms "causes" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</dd>
<dt>Tags</dt><dd>{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</dd>
<dt>Owner</dt><dd>{{ .Params.owner }}</dd>
</dl>
<nav aria-label="On this page">{{ .TableOfContents }}</nav>
{{ .Content }}
</article>{{ end }}
""",
    "home.html": """\
{{ define "main" }}<h1>{{ site.Title }}</h1>{{ partial "list.html" (.Paginate site.RegularPages) }}{{ end }}
""",
    "term.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ partial "list.html" (.Paginate .Pages) }}{{ end }}
""",
    "taxonomy.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
""",
    "_partials/list.html": """\
<ol>{{ range .Pages }}<li><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 Jan 2006" }}</time> <a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ .Params.severity }} {{ range .GetTerms "services" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}<p>{{ .Summary }}</p></li>{{ end }}</ol>
<p>{{ if .HasPrev }}<a rel="prev" href="{{ .Prev.URL }}">Newer</a>{{ end }} {{ .PageNumber }} of {{ .TotalPages }} {{ if .HasNext }}<a rel="next" href="{{ .Next.URL }}">Older</a>{{ end }}</p>
""",
}


def write_hugo(folder):
    """The site around the documents."""
    for name, text in {"hugo.toml": CONFIG, "static/look.css": "body { max-width: 60rem; margin: auto; font: 1rem/1.5 sans-serif }\n",
                       **{f"layouts/{name}": text for name, text in LAYOUTS.items()}}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def write_documents(work, count):
    """The documents of the generator, once for each size."""
    folder = work / f"documents-{count}"
    if not folder.is_dir():
        writer = work / "write"
        if not writer.exists():
            subprocess.run(["rustc", "--edition", "2024", "-O", "-o", writer, HERE / "generator/write.rs"], check=True)
        subprocess.run([writer, str(count), folder], check=True)
    return folder


def run(command):
    """Seconds of wall and CPU, and megabytes."""
    os.sync()
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}\n{said.decode(errors='replace')[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def version(program):
    said = subprocess.run([program, "version" if "hugo" in pathlib.Path(program).name else "--version"], capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).strip().splitlines()[-1][:60]


def pages(folder):
    return sum(name.endswith(".html") for _, _, names in os.walk(folder) for name in names)


def measure(options, work, count):
    """All rounds of one size: lists of runs by program and case."""
    documents, runs = write_documents(work, count), options.runs or (3 if count >= 10_000 else 5)
    edited = sorted(documents.glob("*.md"))[count // 2]
    before = edited.read_text(encoding="utf-8")
    load, figures, made = os.getloadavg()[0], {}, {}
    for number in range(runs + 1):
        out = work / f"out-{count}-{os.getpid()}-{number}"
        jobs = [("Afterword", [options.afterword, "build", documents, "--out", out / "afterword", "--cache-dir", work / "cache", "-q"])]
        if options.hugo:
            jobs.append(("Hugo", [options.hugo, "--quiet", "--source", work / "hugo", "--contentDir", documents, "--destination", out / "hugo"]))
        if number % 2:
            jobs.reverse()
        if options.hugo and options.pagefind:
            jobs.append(("Pagefind", [options.pagefind, "--site", out / "hugo", "--quiet"]))
        try:
            for case in ["cold", "unchanged", "edited"]:
                if case == "edited":
                    edited.write_text(f"{before}\nOne more line of round {number}.\n", encoding="utf-8")
                for name, command in jobs:
                    figure = run(command)
                    if number:
                        figures.setdefault((name, case), []).append(figure)
        finally:
            edited.write_text(before, encoding="utf-8")
        made = {name: pages(out / name.lower()) for name, _ in jobs if name != "Pagefind"}
    return runs, figures, made, (load, os.getloadavg()[0])


def show(count, runs, figures, made, loads):
    medians = {key: [statistics.median(column) for column in zip(*rows)] for key, rows in figures.items()}
    print(f"\n## {count:,} documents, medians of {runs}\n")
    print(f"Pages: {', '.join(f'{name} {number:,}' for name, number in made.items())}. Load average before and after: {loads[0]:.1f}, {loads[1]:.1f} on {os.cpu_count()} cores.\n")
    print("| | wall | CPU | peak memory |\n| --- | --- | --- | --- |")
    for (name, case), (wall, cpu, memory) in medians.items():
        print(f"| {name}, {case} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB |")

    def ratio(text, above, below):
        if all(key in medians for key in [*above, below]):
            wall, cpu = (sum(medians[key][column] for key in above) / medians[below][column] for column in [0, 1])
            memory = max(medians[key][2] for key in above) / medians[below][2]
            print(f"| {text} | {wall:.2f} | {cpu:.2f} | {memory:.2f} |")

    print("\n| ratio | wall | CPU | peak memory |\n| --- | --- | --- | --- |")
    for case in ["cold", "unchanged", "edited"]:
        ratio(f"Hugo / Afterword, {case}", [("Hugo", case)], ("Afterword", case))
        ratio(f"Hugo + Pagefind / Afterword, {case}", [("Hugo", case), ("Pagefind", case)], ("Afterword", case))
    for name in ["Afterword", "Hugo"]:
        for case in ["unchanged", "edited"]:
            ratio(f"{name}: {case} / cold", [(name, case)], (name, "cold"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--afterword", required=True, type=os.path.abspath)
    parser.add_argument("--hugo", type=os.path.abspath)
    parser.add_argument("--pagefind", type=os.path.abspath)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--runs", type=int, help="rounds that count; else 5, from 10,000 documents on 3")
    parser.add_argument("--work", type=pathlib.Path, help="where documents and sites are made; else a new folder")
    parser.add_argument("--keep", action="store_true", help="leave the sites there")
    options = parser.parse_args()
    work = (options.work or pathlib.Path(tempfile.mkdtemp(prefix="afterword-compare-"))).resolve()
    work.mkdir(parents=True, exist_ok=True)
    write_hugo(work / "hugo")
    print(", ".join(version(program) for program in [options.afterword, options.hugo, options.pagefind] if program))
    try:
        for count in map(int, options.sizes.split(",")):
            show(count, *measure(options, work, count))
    finally:
        if not options.keep:
            for folder in work.glob(f"out-*-{os.getpid()}-*"):
                shutil.rmtree(folder, ignore_errors=True)
            if not options.work:
                shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
