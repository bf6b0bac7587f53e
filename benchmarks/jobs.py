"""What the queue itself costs, without HTTP and without a model.

    python benchmarks/jobs.py [DATABASE_URL]     (default: a new SQLite file)

Prints how long `Jobs.submit` takes at 1 and 8 threads (milliseconds), how many jobs with an immediate site and writer
one worker ends per second, and how long jobs of a killed worker stand still (seconds): until a restarted worker, or
another living one, has ended them. Medians and 95th percentiles; the parts of the bridge share the machine's cores.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bridge.jobs import JobRequest, Jobs  # noqa: E402
from tests.jobs.fakes import Plan  # noqa: E402

_numbers = itertools.count(1)


def request(**more: object) -> JobRequest:
    number = next(_numbers)
    values = {"site": f"s{number % 16}", "webhook_id": f"msg_{number}", "type": "post.rewrite_requested"}
    return JobRequest(**values | {"post_id": number, "site_concurrency": 4} | more)  # type: ignore[arg-type]


def acknowledge(jobs: Jobs, threads: int, each: int) -> None:
    def client(_: int) -> list[float]:
        times = []
        for _ in range(each):
            made = request(type="post.draft_saved", quiet_seconds=3600.0)
            start = time.perf_counter()
            jobs.submit(made)
            times.append((time.perf_counter() - start) * 1000)
        return times

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        times = sorted(itertools.chain(*pool.map(client, range(threads))))
    rate = len(times) / (time.perf_counter() - start)
    p95 = times[int(len(times) * 0.95)]
    print(f"submit, {threads} threads: p50 {statistics.median(times):5.2f} ms  p95 {p95:5.2f} ms  {rate:5.0f}/s")


def wait_for(jobs: Jobs, made: list[str]) -> None:
    for job in made:
        while not jobs.status(job).finished:
            time.sleep(0.01)


def worker(url: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, ROOT / "tests/jobs/work.py", url, folder, json.dumps({"concurrency": 8})]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def throughput(jobs: Jobs, url: str, folder: Path, count: int) -> None:
    process = worker(url, folder)
    wait_for(jobs, [jobs.submit(request()).job])
    start = time.perf_counter()
    wait_for(jobs, [jobs.submit(request()).job for _ in range(count)])
    print(f"whole jobs, one worker: {count / (time.perf_counter() - start):.1f}/s")
    process.kill()
    process.wait()


def adopt(jobs: Jobs, url: str, folder: Path, rescue: Callable[[], subprocess.Popen[bytes]], early: bool) -> float:
    plan = Plan(folder)
    (folder / "hung-propose").unlink(missing_ok=True)
    plan.hang("propose")
    first = worker(url, folder)
    job = jobs.submit(request()).job
    while not plan.hung("propose"):
        time.sleep(0.01)
    other = rescue() if early else None
    if other is not None:
        time.sleep(5.0)
    first.kill()
    first.wait()
    start = time.perf_counter()
    other = other or rescue()
    wait_for(jobs, [job])
    took = time.perf_counter() - start
    other.kill()
    other.wait()
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/jobs.sqlite"
        jobs = Jobs(url, max_queued=10_000)
        acknowledge(jobs, 1, 100)
        for threads in (1, 8):
            acknowledge(jobs, threads, 1600 // threads)
        throughput(jobs, url, folder, 200)
        for label, early in (("a restart", False), ("another worker", True)):
            times = [adopt(jobs, url, folder, lambda: worker(url, folder), early) for _ in range(3)]
            print(f"killed in mid-job, ended by {label} after {statistics.median(times):.1f} s")
        jobs.close()


if __name__ == "__main__":
    main()
