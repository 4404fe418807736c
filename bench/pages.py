"""What a page costs in a province after two years, beside the same page in one of a tenth its size, in one run.

    python bench/pages.py --scale 0.1           a hundredth and a tenth of a province, in a temporary home
    python bench/pages.py --profile 县局官员 首页   also where that page spends its time

Processor time is the median of the requests after the first; ``×`` is how often a page of nothing (``/healthz``) it is.
The number of queries must not grow with the rows; a page where it does is marked and the command fails.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from province import Province, Size, ready

TIMES = 7


def main() -> None:
    """Measure at both sizes and print a table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--scale", type=float, default=0.02)
    asked.add_argument("--profile", nargs=2, default=("", ""))
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("ZHUANGJIAN_HOME", home)
        ready()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        province = Province()
        told: list[dict[tuple[str, str], tuple[float, int]]] = []
        for scale in (given.scale / 10, given.scale):
            begun = time.process_time()
            province.grow(Size.of(scale))
            print(f"{province.now}: {time.process_time() - begun:.0f} s to write", file=sys.stderr)
            told.append({(who, page): measured(c, a) for who, page, c, a in pages(province)})
        small, large = told
        print(f"{'':24}{'ms':>7}{'×':>7}{'queries':>9}   {'ms':>7}{'×':>7}{'queries':>9}{'ratio':>7}")
        bare = [one[("", "nothing")][0] for one in told]
        grown = 0
        for key, (before, few) in small.items():
            after, many = large[key]
            # A page that repeats its questions by the row asks many more; one more kind of row may stand on it.
            mark = " grows" if many > few + 3 else ""
            grown += bool(mark)
            print(
                f"{' '.join(key):24}{before:7.1f}{before / bare[0]:7.1f}{few:9}   "
                f"{after:7.1f}{after / bare[1]:7.1f}{many:9}{after / before:7.2f}{mark}"
            )
        if given.profile[1]:
            for who, page, client, address in pages(province):
                if (who, page) == tuple(given.profile):
                    profile = cProfile.Profile(time.process_time)
                    profile.runcall(client.get, address)
                    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        from django.db import connections

        connections.close_all()
        sys.exit(bool(grown))


def pages(province: Province) -> Iterator[tuple[str, str, Any, str]]:
    """Whose page, which, a client signed in as them, and its address."""
    from django.test import Client

    from zhuangjian.apps.inspections.models import Inspection

    yield "", "nothing", Client(), "/healthz"
    people = {
        "province": province.cast.programme_officer,
        "bureau": province.cast.bureau_head,
        "district": province.cast.district_officer,
        "officer": province.officers[0],
    }
    for who, person in people.items():
        client = Client()
        client.force_login(person)
        case = Inspection.objects.visible_to(person).order_by("pk").last()
        yield who, "home", client, "/"
        yield who, "calendar", client, "/duties/calendar/"
        yield who, "dossier", client, f"/parties/{case.party_id}/"
        yield who, "matter", client, case.get_absolute_url()
        yield who, "inspections", client, "/inspections/"
        yield who, "parties", client, "/parties/"
        yield who, "statistics", client, "/statistics/"
        yield who, "map", client, "/map/data/?zoom=8"


def measured(client: Any, address: str) -> tuple[float, int]:
    """Milliseconds of processor time of one request, and its number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    queries = len(asked)
    times = []
    for _ in range(TIMES):
        begun = time.process_time()
        client.get(address)
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times), queries


if __name__ == "__main__":
    main()
