"""A small library in IMDb's format: true facts, and whatever rows a test adds."""

from __future__ import annotations

import gzip
from pathlib import Path

from films.importing.sources.imdb import COLUMNS

N = "\\N"
AMELIE = "Le fabuleux destin d'Amélie Poulain"
TABLES: dict[str, list[str]] = {
    "title.basics": [
        f"tt0015324\tmovie\tSherlock Jr.\tSherlock Jr.\t0\t1924\t{N}\t45\tAction,Comedy,Romance",
        f"tt0056119\tshort\tLa Jetée\tLa jetée\t0\t1962\t{N}\t28\tDrama,Romance,Sci-Fi",
        f"tt0113277\tmovie\tHeat\tHeat\t0\t1995\t{N}\t170\tAction,Crime,Drama",
        f"tt0211915\tmovie\tAmélie\t{AMELIE}\t0\t2001\t{N}\t122\tComedy,Romance",
        "tt0903747\ttvSeries\tBreaking Bad\tBreaking Bad\t0\t2008\t2013\t45\tCrime,Drama,Thriller",
    ],
    "title.ratings": [
        "tt0015324\t8.2\t60123",
        "tt0113277\t8.3\t750000",
        "tt0211915\t8.3\t800000",
        "tt0903747\t9.5\t2300000",
    ],
    "title.akas": [
        f"tt0056119\t1\tThe Pier\tGB\ten\timdbDisplay\t{N}\t0",
        f"tt0056119\t2\tLa jetée\tFR\t{N}\t{N}\t{N}\t0",
        f"tt0113277\t1\tHeat\tUS\t{N}\timdbDisplay\t{N}\t0",
        f"tt0113277\t2\tСхватка\tRU\t{N}\timdbDisplay\t{N}\t0",
        f'tt0211915\t1\tDie fabelhafte Welt der "Amélie"\tDE\t{N}\timdbDisplay\t{N}\t0',
        f"tt0211915\t2\tAmelie from Montmartre\tXWW\ten\timdbDisplay\t{N}\t0",
    ],
    "title.crew": [
        f"tt0015324\tnm0000036\t{N}",
        "tt0056119\tnm0003408\tnm0003408",
        "tt0113277\tnm0000520\tnm0000520",
        "tt0211915\tnm0000466\tnm0491011,nm0000466",
    ],
    "title.principals": [
        f'tt0015324\t1\tnm0000036\tactor\t{N}\t["Projectionist","Sherlock, Jr."]',
        f'tt0113277\t1\tnm0000199\tactor\t{N}\t["Lt. Vincent Hanna"]',
        f'tt0113277\t2\tnm0000134\tactor\t{N}\t["Neil McCauley"]',
        f"tt0113277\t3\tnm0000520\tdirector\t{N}\t{N}",
        f"tt0113277\t4\tnm0000520\twriter\twritten by\t{N}",
        f'tt0211915\t1\tnm0851582\tactress\t{N}\t["Amélie Poulain"]',
    ],
    "name.basics": [
        f"nm0000036\tBuster Keaton\t1895\t1966\tactor,director\t{N}",
        f"nm0000134\tRobert De Niro\t1943\t{N}\tactor\t{N}",
        f"nm0000199\tAl Pacino\t1940\t{N}\tactor\t{N}",
        f"nm0000466\tJean-Pierre Jeunet\t1953\t{N}\tdirector\t{N}",
        f"nm0000520\tMichael Mann\t1943\t{N}\tproducer\t{N}",
        f"nm0003408\tChris Marker\t1921\t2012\tdirector\t{N}",
        f"nm0491011\tGuillaume Laurant\t{N}\t{N}\twriter\t{N}",
        f"nm0851582\tAudrey Tautou\t1976\t{N}\tactress\t{N}",
    ],
}
PURPOSE = {"name.basics": "names"}


def imdb_files(
    folder: Path, *, packed: bool = False, leaving_out: str = "", **changed: list[str]
) -> Path:
    """Write the six files; `changed` gives all rows of a table, such as title_basics."""
    folder.mkdir(exist_ok=True)
    for table, usual in TABLES.items():
        if table in leaving_out.split():
            continue
        rows = changed.get(table.replace(".", "_"), usual)
        columns = COLUMNS[PURPOSE.get(table, table.removeprefix("title."))]
        text = "\n".join(["\t".join(columns), *rows, ""]).encode()
        path = folder / f"{table}.tsv{'.gz' * packed}"
        path.write_bytes(gzip.compress(text) if packed else text)
    return folder
