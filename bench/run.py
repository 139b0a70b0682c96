#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measures Folkmoot: CPU for each request against nginx with the same bytes, durable posts, memory, start-up, growth.

    bench/run.py [--size small|full] [--scene NAME]... [--record]

Server on core 0, load on core 1. "small" (seconds, 2,000 statuses) only shows that the scenes work; "full" makes up to a million statuses
and takes some twenty minutes. --record appends what was measured to bench/results.md. Figures are CPU time of the server process by its
own count (getrusage in /proc), divided by requests, median of three; ratios are taken in the same run."""
import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
FOLKMOOT = pathlib.Path(os.environ.get("FOLKMOOT", HERE.parent / "build" / "folkmoot"))
TICK = os.sysconf("SC_CLK_TCK")
LIMITS = {"home": 2.5, "public": 2.0, "status": 2.0, "profile": 4.0}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def children(pid):
    return [int(p) for p in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()]


def wrk(url, seconds, clients, headers=(), script=None, arguments=()):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(script)]
    out = subprocess.run(command + [url] + (["--", *arguments] if arguments else []), capture_output=True, text=True).stdout
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    p99 = re.search(r"P99 ([\d.]+)", out)
    p50 = re.search(r"50%\s+([\d.]+)(us|ms|s)", out)
    if bad:
        raise SystemExit(f"{url}: {bad.group(1)} of {requests} answers were refusals\n{out}")
    unit = {"us": .001, "ms": 1, "s": 1000}
    return {"requests": requests, "rate": rate, "p99_ms": float(p99.group(1)) if p99 else None,
            "p50_ms": float(p50.group(1)) * unit[p50.group(2)] if p50 else None}


class Server:
    """A server under test: where it listens, and whose CPU counts."""

    def __init__(self, process, url, pids):
        self.process, self.url, self.pids = process, url, pids

    def cpu_per_request(self, path, seconds, headers=()):
        url, figures = self.url + path, []
        for _ in range(3):
            before = cpu_seconds(self.pids)
            done = wrk(url, seconds, 8, headers)
            figures.append((cpu_seconds(self.pids) - before) / done["requests"] * 1e6)
        return statistics.median(figures)


def wait_for(url, process):
    for _ in range(400):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=1).read()
            return
        if process.poll() is not None:
            raise SystemExit(f"{url}: the server ended: {process.returncode}")
        time.sleep(.005)
    raise SystemExit(f"{url} does not answer")


@contextlib.contextmanager
def folkmoot(folder, port, workers=1):
    config = pathlib.Path(folder, "bench.conf")
    config.write_text(f"workers = {workers}\nlog_requests = no\n")
    with open(pathlib.Path(folder, "log"), "wb") as log:
        process = subprocess.Popen(["taskset", "-c", "0", str(FOLKMOOT), "serve", "--config", str(config), "--data", str(folder),
                                    "--listen", f"127.0.0.1:{port}"], stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process)
        yield Server(process, f"http://127.0.0.1:{port}", [process.pid])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextlib.contextmanager
def nginx(folder):
    root, port = pathlib.Path(folder, "nginx"), free_port()
    root.mkdir(exist_ok=True)
    (root / "conf").write_text(f"""daemon off; worker_processes 1; error_log {root}/error.log; pid {root}/pid;
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type application/json;
client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
server {{ listen 127.0.0.1:{port}; root {root}/files; open_file_cache max=100; }} }}
""")
    (root / "files").mkdir(exist_ok=True)
    os.chmod(folder, 0o755)
    process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", str(root / "conf"), "-e", str(root / "error.log")],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        (root / "files" / "up").write_text("up")
        wait_for(f"http://127.0.0.1:{port}/up", process)
        server = Server(process, f"http://127.0.0.1:{port}", children(process.pid))
        server.files = root / "files"
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(20)


def fetch(url, headers):
    request = urllib.request.Request(url, headers=dict(h.split(": ", 1) for h in headers))
    return urllib.request.urlopen(request).read()


# --- scenes: each yields rows (what, figure, limit or None, whether it holds) ---------------------------------------------------------

def pages(bench):
    """CPU of what is read most, against nginx with the same bytes as a file."""
    made = bench.data(bench.small)
    scenes = {"home": ("/api/v1/timelines/home", [f"Authorization: Bearer {made['reader']}"]), "public": ("/api/v1/timelines/public", []),
              "status": (f"/api/v1/statuses/{made['status']}", []), "profile": ("/@star", [])}
    with folkmoot(bench.folder(bench.small), made["port"]) as ours, nginx(bench.temp) as theirs:
        for name, (path, headers) in scenes.items():
            body = fetch(ours.url + path, headers)
            (theirs.files / name).write_bytes(body)
            a = ours.cpu_per_request(path, bench.seconds, headers)
            b = theirs.cpu_per_request("/" + name, bench.seconds)
            yield (f"{name}, {len(body):,} bytes", f"{a:.1f} µs, nginx {b:.1f} µs: {a / b:.2f} times", f"at most {LIMITS[name]}", a / b <= LIMITS[name])


def web(bench):
    """The home page, 20 posts, against the same 20 as JSON: as they are, and compressed as browsers and apps ask for it."""
    made = bench.data(bench.small)
    bearer, cookie = f"Authorization: Bearer {made['reader']}", f"Cookie: folkmoot={made['session']}"
    with folkmoot(bench.folder(bench.small), made["port"]) as ours:
        for how, more in (("", []), (", gzip", ["Accept-Encoding: gzip"])):
            page, json_ = [cookie, *more], [bearer, *more]
            sizes = len(fetch(ours.url + "/home", page)), len(fetch(ours.url + "/api/v1/timelines/home", json_))
            a = ours.cpu_per_request("/home", bench.seconds, page)
            b = ours.cpu_per_request("/api/v1/timelines/home", bench.seconds, json_)
            yield (f"home page{how}, {sizes[0]:,} bytes", f"{a:.1f} µs, its JSON ({sizes[1]:,} bytes) {b:.1f} µs: {a / b:.2f} times", "at most 2.0", a / b <= 2)
        for what, path in (("profile", "/@star"), ("thread", f"/@star/{made['thread']}"), ("feed", "/@star.rss")):
            a = ours.cpu_per_request(path, bench.seconds, ["Accept-Encoding: gzip"])
            yield (f"{what} of a visitor, gzip", f"{a:.1f} µs", None, True)


def posts(bench):
    """Statuses that are on disk when they are acknowledged."""
    made = bench.data(bench.small)
    with folkmoot(bench.folder(bench.small), made["port"]) as ours:
        url = ours.url + "/api/v1/statuses"
        many = wrk(url, bench.seconds * 2, 64, script=HERE / "post.lua", arguments=made["posters"])
        yield ("posts a second, 64 clients", f"{many['rate']:,.0f}, p99 {many['p99_ms']:.1f} ms", "5,000, p99 under 30 ms",
               many["rate"] >= 5000 and many["p99_ms"] < 30)
        one = wrk(url, bench.seconds * 2, 1, script=HERE / "post.lua", arguments=made["posters"][:1])
        yield ("posts a second, one client that waits for each", f"{one['rate']:,.0f}, p99 {one['p99_ms']:.2f} ms", "1,500", one["rate"] >= 1500)
        star = wrk(url, bench.seconds, 1, script=HERE / "post.lua", arguments=[made["star"]])
        yield (f"the same, by somebody with {bench.followers:,} followers", f"{star['rate']:,.0f}", None, True)


def start(bench):
    """Start-up until the first answer, and memory when nobody has asked for anything yet."""
    made = bench.data(bench.large)
    times, memory = [], []
    for _ in range(5):
        began = time.monotonic()
        with folkmoot(bench.folder(bench.large), made["port"]) as ours:
            times.append((time.monotonic() - began) * 1000)
            status = pathlib.Path(f"/proc/{ours.process.pid}/status").read_text()
            memory.append(int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024)
    yield (f"start-up with {bench.large:,} statuses", f"{statistics.median(times):.0f} ms", "under 100 ms", statistics.median(times) < 100)
    yield ("idle memory of one community", f"{statistics.median(memory):.1f} MB", "under 20 MB", statistics.median(memory) < 20)


def growth(bench):
    """Latency must not grow with the table."""
    asked = {"home timeline": ("/api/v1/timelines/home", "reader"), "context": ("/api/v1/statuses/{thread}/context", None),
             "search, rare word": ("/api/v2/search?type=statuses&q=rareword", "reader"),
             "search, common word": ("/api/v2/search?type=statuses&q=kettle", "reader"),
             "notifications": ("/api/v1/notifications", "reader")}
    medians = {what: [] for what in asked}
    for size in bench.sizes:
        made = bench.data(size)
        with folkmoot(bench.folder(size), made["port"]) as ours:
            for what, (path, who) in asked.items():
                headers = [f"Authorization: Bearer {made[who]}"] if who else []
                medians[what].append(wrk(ours.url + path.format(**made), bench.seconds, 1, headers)["p50_ms"] * 1000)
    for what, values in medians.items():
        ratio = max(values) / values[0]
        shown = ", ".join(f"{size:,}: {value:.0f} µs" for size, value in zip(bench.sizes, values))
        yield (f"{what}, median", f"{shown}; {ratio:.2f} times", "flat within 1.5", ratio <= 1.5)


SCENES = {"pages": pages, "web": web, "posts": posts, "start": start, "growth": growth}


class Bench:
    def __init__(self, full, temp):
        self.temp, self.seconds = temp, 4 if full else 1
        self.sizes = [10_000, 100_000, 1_000_000] if full else [1_000, 2_000]
        self.followers = 100_000 if full else 1_000
        self.small, self.large, self.made = self.sizes[0], self.sizes[-1], {}

    def folder(self, size):
        return pathlib.Path(self.temp, str(size))

    def data(self, size):
        if size not in self.made:
            port = free_port()
            followers = self.followers if size == self.small else 1_000
            out = subprocess.run([sys.executable, str(HERE / "data.py"), str(FOLKMOOT), str(self.folder(size)), f"127.0.0.1:{port}", "--statuses",
                                  str(size), "--followers", str(followers)], check=True, stdout=subprocess.PIPE, text=True).stdout
            self.made[size] = dict(json.loads(out), port=port)
        return self.made[size]


def record(command, rows):
    commit = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    processor = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    with open(HERE / "results.md", "a", encoding="utf-8") as file:
        file.write(f"\n## {time.strftime('%Y-%m-%d')}, commit {commit}\n\n`{command}` on {os.cpu_count()} cores"
                   f"{' of ' + processor.group(1) if processor else ''}, {platform.release().split('-')[0]}\n\n"
                   "| what | measured | asked for | |\n|---|---|---|---|\n")
        for what, figure, limit, holds in rows:
            file.write(f"| {what} | {figure} | {limit or '–'} | {'' if limit is None else 'holds' if holds else '**does not hold**'} |\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=["small", "full"], default="small")
    parser.add_argument("--scene", action="append", choices=SCENES)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    temp = tempfile.mkdtemp(prefix="folkmoot-bench-")
    bench, rows = Bench(options.size == "full", temp), []
    try:
        for name in options.scene or SCENES:
            for row in SCENES[name](bench):
                rows.append(row)
                what, figure, limit, holds = row
                print(f"{'    ' if limit is None else 'ok  ' if holds else 'MISS'} {what}: {figure}{f' (asked for: {limit})' if limit else ''}", flush=True)
    finally:
        shutil.rmtree(temp, ignore_errors=True)
    if options.record:
        record("bench/run.py " + " ".join(sys.argv[1:]), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
