"""How the engine grows: time, memory, what pruning misses, brute force, one edited film.

    python -m benchmarks.likeness.scale [--sizes 10000 100000 1000000] [--shared] [--quick]

Each size runs in a process of its own, so that its peak of memory is its own. A made-up catalogue
is streamed into an engine, then every film gets its 20 nearest with all their evidence, two
threads at work. Drawing the films takes time too and is left out. The exponent says by which
power of the number of films the time grows (1: twice the films, twice the time).

At `--at` films (100,000) a second process prints, side by side:

- recall: of the 20 nearest by weighing all pairs, the share that the pruned search finds. A film
  found counts if its score is at least the exact 20th's, so that ties are no misses;
- ratios of time per film, above 1 where the engine is faster. "Same scores" is the exact sparse
  product a kind, each through its curve, with dense products of directions: its 20 best are the
  exact ones. "Plain product" is one product of TF-IDF rows, which ranks otherwise and explains
  nothing: a floor. Both run in two processes. "Own kernels" weighs all pairs as the engine does;
- one edited film: the new engine, its own list, and the films whose lists it enters, with its
  reasons on each of them, as a share of a full rebuild.

Ratios hold on any machine that is otherwise idle; seconds are this machine's.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from likeness import Engine, FilmFacts, read_catalogue
from likeness.engine import Answers

from . import truth
from .brute_force import Ints, PlainProduct, SameScores
from .synthetic import facts_of, films

N = 20
SAMPLE = 500  # films whose pruned and exact lists are compared
CHUNK = 32  # films that brute force takes at once
EDITS = 7
MINUTE, GIGA = 60.0, 1e9
SHARED = "shared"

Figures = dict[str, float]


@dataclass
class Drawn:
    """A stream of films that takes the time it took to draw them, and keeps a few."""

    source: Iterator[FilmFacts]
    seconds: float = 0.0
    number: int = 0
    facts: int = 0
    kept: tuple[FilmFacts, ...] = ()

    def __iter__(self) -> Iterator[FilmFacts]:
        while True:
            begun = time.perf_counter()
            film = next(self.source, None)
            self.seconds += time.perf_counter() - begun
            if film is None:
                return
            self.number += 1
            if self.number % 1_000 == 1:
                self.facts += facts_of(film)
                if len(self.kept) < 2 * EDITS:
                    self.kept += (film,)
            yield film


def warm() -> None:
    """Load or compile the kernels, so that no figure holds their compilation."""
    engine = Engine.of(films(64))
    for _ in engine.all_neighbours(2):
        pass
    some = np.arange(4, dtype=np.int32)
    engine._nearly(some, 2)
    engine.entered(engine.space.ids[0], {})


def peak() -> float:
    """Return this process's largest memory so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def built(stream: Drawn) -> tuple[Engine, float]:
    """Return the engine of a stream, all that its lists need laid out, and the seconds it took."""
    begun = time.perf_counter()
    engine = Engine.of(stream)
    _ = engine.films, engine.weights, engine.finder
    return engine, time.perf_counter() - begun - stream.seconds


def grown(source: Iterable[FilmFacts], most: int | None = None) -> Figures:
    """Build an engine and list every film's nearest with all evidence.

    Of more than `most` films so many are listed, drawn at random, and stand for all.
    """
    warm()
    stream = Drawn(iter(source))
    engine, building = built(stream)
    peak_built = peak()
    films = len(engine.space)
    listed = min(films, most or films)
    only = [engine.space.ids[a] for a in drawn_from(films, listed).tolist()]
    begun, evidence, named = time.perf_counter(), 0, 0
    for at, (_, around) in enumerate(engine.all_neighbours(N, only), 1):
        named += len(around.neighbours)
        evidence += sum(len(like.evidence) for block in around for like in block)
        if at % max(listed // 10, 1) == 0:
            say(f"{at:,} of {listed:,} films, {time.perf_counter() - begun:.0f} s")
    listing = (time.perf_counter() - begun) * films / listed
    return {
        "films": films,
        "listed": listed,
        "drawing": stream.seconds,
        "facts": stream.facts / math.ceil(stream.number / 1_000),
        "building": building,
        "listing": listing,
        "named": named,
        "evidence": evidence,
        "peak_built": peak_built,
        "peak": peak(),
    }


def compared(number: int) -> Figures:
    """Measure recall, brute force and edits on a made-up catalogue of so many films."""
    warm()
    stream = Drawn(films(number))
    engine, building = built(stream)
    say(f"built {number:,} films")
    begun = time.perf_counter()
    answers = [*engine.answers(N)]
    lists = time.perf_counter() - begun
    sample = drawn_from(number)
    begun = time.perf_counter()
    for _ in engine.all_neighbours(N, [engine.space.ids[a] for a in sample.tolist()]):
        pass
    figures = {
        "building": building,
        "lists": lists / number,
        "explained": (time.perf_counter() - begun) / len(sample),
        **recalled(engine, sample),
    }
    say("weighed all pairs of the sample")
    for name, kind in (("plain", PlainProduct), ("same", SameScores)):
        figures[name] = _by_two_processes(kind(engine).best, sample[: SAMPLE // 2])
    say("brute force done")
    return figures | _edited(engine, answers, stream.kept)


def drawn_from(number: int, most: int = SAMPLE) -> Ints:
    """Return the films, the same at every run, that stand for all."""
    dice = np.random.default_rng(3)
    return np.sort(dice.choice(number, min(most, number), replace=False)).astype(np.int32)


def recalled(engine: Engine, sample: Ints) -> Figures:
    """Compare pruned lists with exact ones, and time the exact."""
    chunks = np.array_split(sample, 16)
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as threads:
        exact = [*threads.map(lambda chunk: engine._exactly(chunk, N), chunks)]
    seconds = (time.perf_counter() - begun) / len(sample)
    shares, missed = [], 0
    for chunk, right in zip(chunks, exact, strict=True):
        pruned = engine._nearly(chunk, N)
        for at, size in enumerate(right.sizes.tolist()):
            if size:
                least = right.totals[at, size - 1]
                found = int((pruned.totals[at, : pruned.sizes[at]] >= least).sum())
                shares.append(found / size)
                missed += found < size
    return {
        "exact": seconds,
        "recall": statistics.mean(shares),
        "with_misses": missed / len(sample),
    }


def _by_two_processes(best: Callable[[Ints, int], Ints], sample: Ints) -> float:
    """Return the seconds a film that brute force takes, half of the films in each process."""
    chunks = [sample[at : at + CHUNK] for at in range(0, len(sample), CHUNK)]
    context = multiprocessing.get_context("fork")
    halves = [context.Process(target=_ranked, args=(best, chunks[at::2])) for at in range(2)]
    begun = time.perf_counter()
    for half in halves:
        half.start()
    for half in halves:
        half.join()
    return (time.perf_counter() - begun) / len(sample)


def _ranked(best: Callable[[Ints, int], Ints], chunks: list[Ints]) -> None:
    for chunk in chunks:
        best(chunk, N)


def _edited(engine: Engine, answers: list[Answers], kept: tuple[FilmFacts, ...]) -> Figures:
    """Time edits of single films: each is given votes, other writers and two other themes."""
    ids = engine.space.ids
    least = {
        ids[a]: int(batch.totals[at, N - 1]) / 1000
        for batch in answers
        for at, a in enumerate(batch.seeds.tolist())
        if batch.sizes[at] == N
    }
    steps: dict[str, list[float]] = {}
    for film, other in zip(kept[:EDITS], kept[EDITS:], strict=True):
        edited = replace(
            film, themes=film.themes[2:] + other.themes[:2], writers=other.writers, votes=5_000
        )
        clock = [time.perf_counter()]
        fresh = engine.with_film(edited)
        clock.append(time.perf_counter())
        fresh.neighbours(edited.id, N)
        clock.append(time.perf_counter())
        entered = fresh.entered(edited.id, least)
        clock.append(time.perf_counter())
        names = ("edit: new engine", "edit: own list", "edit: entered")
        for name, before, after in zip(names, clock, clock[1:], strict=False):
            steps.setdefault(name, []).append(after - before)
        steps.setdefault("edit", []).append(clock[-1] - clock[0])
        steps.setdefault("edit: lists entered", []).append(len(entered))
    return {name: statistics.median(times) for name, times in steps.items()}


# Processes ---------------------------------------------------------------------------------------


def say(what: str) -> None:
    print(f"  … {what}", file=sys.stderr, flush=True)


def apart(part: str, size: str, lists: int | None = None) -> Figures:
    """Measure a part in a process of its own; stops with its exit code if it fails."""
    command = [sys.executable, "-m", "benchmarks.likeness.scale", "--part", part, size]
    command += ["--lists", str(lists)] if lists else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_part(part: str, size: str, lists: int | None) -> None:
    if size == SHARED:
        source = read_catalogue(truth.needed() / truth.CATALOGUE)
    else:
        source = films(int(size))
    if part == "compared":
        figures = compared(int(size))
    elif part == "recalled":
        engine = Engine.of(source)
        figures = recalled(engine, drawn_from(len(engine.space)))
    else:
        figures = grown(source, lists)
    print(json.dumps(figures))


# Printing ----------------------------------------------------------------------------------------


def exponent(runs: list[Figures], *names: str) -> float:
    """Return by which power of the number of films the time grows: a line through the logs."""
    sizes = np.log([run["films"] for run in runs])
    times = np.log([sum(run[name] for name in names) for run in runs])
    return float(np.polyfit(sizes, times, 1)[0])


def print_growth(title: str, runs: list[Figures]) -> None:
    print(f"\n{title}: the {N} nearest of every film with evidence, on two cores")
    print(
        f"{'films':>10}{'facts':>7}{'build s':>10}{'lists s':>10}{'all min':>9}{'ms/film':>9}"
        f"{'reasons':>13}{'each':>6}{'built GB':>10}{'peak GB':>9}{'drawing s':>11}"
    )
    for run in runs:
        whole = run["building"] + run["listing"]
        print(
            f"{run['films']:>10,.0f}{run['facts']:>7.1f}{run['building']:>10.1f}"
            f"{run['listing']:>10.1f}{whole / MINUTE:>9.2f}{1000 * whole / run['films']:>9.2f}"
            f"{run['evidence']:>13,.0f}{run['evidence'] / max(run['named'], 1):>6.1f}"
            f"{run['peak_built'] / GIGA:>10.2f}{run['peak'] / GIGA:>9.2f}{run['drawing']:>11.1f}"
        )
        if run["listed"] < run["films"]:
            print(f"  (lists of {run['listed']:,} films drawn at random; their time is scaled up)")
    for before, after in pairwise(runs):
        sizes = f"{before['films']:,.0f} to {after['films']:,.0f} films"
        pair = [before, after]
        print(
            f"  exponent from {sizes}: {exponent(pair, 'building', 'listing'):.2f}"
            f" (building {exponent(pair, 'building'):.2f}, lists {exponent(pair, 'listing'):.2f})"
        )
    if len(runs) > 1:
        print(f"  exponent over all sizes: {exponent(runs, 'building', 'listing'):.2f}")


def print_recall(found: Figures) -> None:
    print(
        f"  recall of the pruned {N} against exact: {found['recall']:.4f}"
        f" ({100 * found['with_misses']:.1f} % of films miss any)"
    )


def print_comparison(number: int, found: Figures) -> None:
    ours, bare = found["explained"], found["lists"]
    print(f"\nAt {number:,} films")
    print_recall(found)
    print(f"  {'':32}{'ms/film':>9}{'× ours':>9}{'× ours without evidence':>25}")
    for title, name in (
        ("ours, with evidence", "explained"),
        ("ours, lists alone", "lists"),
        ("brute force, same scores", "same"),
        ("brute force, plain product", "plain"),
        ("own kernels, all pairs", "exact"),
    ):
        took = found[name]
        print(f"  {title:32}{1000 * took:>9.2f}{took / ours:>9.2f}{took / bare:>25.2f}")
    rebuild = found["building"] + number * ours
    print(
        f"  one edited film: {found['edit']:.3f} s, 1 : {rebuild / found['edit']:,.0f} of a full"
        f" rebuild; it enters {found['edit: lists entered']:.0f} lists (medians of {EDITS})"
    )
    for name in ("new engine", "own list", "entered"):
        print(f"    {name:30}{found[f'edit: {name}']:>9.3f} s")


def missed(runs: list[Figures], found: Figures, shared: Figures | None) -> list[str]:
    """Say which marks are missed by what was measured."""

    def whole(run: Figures) -> float:
        return (run["building"] + run["listing"]) / MINUTE

    marks = [
        ("recall at least 0.99", found["recall"] >= 0.99),
        (
            "brute force of the same scores, without evidence too, takes 5 times as long",
            found["same"] >= 5 * found["lists"],
        ),
        ("an edited film in under 0.5 s", found["edit"] < 0.5),
    ]
    if len(runs) > 1:
        marks.append(("exponent at most 1.3", exponent(runs, "building", "listing") <= 1.3))
    for run in runs:
        if run["films"] == 1_000_000:
            marks.append(("a million films in 60 minutes", whole(run) <= 60))
            marks.append(("a million films in 8 GB", run["peak"] <= 8 * GIGA))
    if shared:
        marks.append(("recall at least 0.99 on the shared catalogue", shared["recall"] >= 0.99))
        marks.append(("the shared catalogue in 4 minutes", whole(shared) <= 4))
        marks.append(("the shared catalogue in 2 GB", shared["peak"] <= 2 * GIGA))
    return [mark for mark, reached in marks if not reached]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--at", type=int, default=100_000, help="Films for the comparisons.")
    parser.add_argument("--lists", type=int, help="List so many films of a size, not all.")
    parser.add_argument("--shared", action="store_true", help="The shared catalogue as well.")
    parser.add_argument("--quick", action="store_true", help="4,000 and 16,000 films only.")
    parser.add_argument("--check", action="store_true", help="Fail where a mark is missed.")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        part, size = asked.part
        run_part(part, size, asked.lists)
        return
    sizes, at = ([4_000, 16_000], 16_000) if asked.quick else (sorted(asked.sizes), asked.at)
    shared = None
    if asked.shared:
        truth.needed()
        shared = apart("grown", SHARED) | apart("recalled", SHARED)
        print_growth("The shared catalogue", [shared])
        print_recall(shared)
    runs = [apart("grown", str(size), asked.lists) for size in sizes]
    print_growth("Made-up catalogues", runs)
    sys.stdout.flush()
    found = apart("compared", str(at))
    print_comparison(at, found)
    if asked.check:
        behind = missed(runs, found, shared)
        print("\n" + "\n".join(f"MISSED: {mark}" for mark in behind) if behind else "\nAll reached")
        sys.exit(1 if behind else 0)


if __name__ == "__main__":
    main()
