#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fills a new community with many accounts and statuses, straight into its database: for measuring only.

    data.py FOLKMOOT FOLDER DOMAIN --statuses N [--accounts N] [--followers N]

Prints one line of JSON: tokens and ids that the scenes use. The first account, "reader", follows 200 others; "star" has
--followers followers."""
import argparse
import hashlib
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

WORDS = """moot river bread kettle lantern market harbour willow thunder compass ledger orchard saddle ribbon gravel candle
feather anchor meadow copper winter parcel ticket mirror garden bicycle library station comet pepper velvet""".split()
DAY = 86_400_000


def words(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count))


def identify(ms, low):
    return (ms << 16) | low


def accounts(db, dice, count, now):
    ids, rows = [], []
    for number in range(count):
        name = "reader" if number == 0 else "star" if number == 1 else f"user{number}"
        ids.append(identify(now - 400 * DAY + number, dice.randrange(65536)))
        rows.append((ids[-1], name, name, name.title(), now - 400 * DAY, now))
    db.executemany("INSERT INTO account (id, username, username_lower, display_name, created_at, last_status_at, indexable) "
                   "VALUES (?,?,?,?,?,?,1)", rows)
    db.executemany("INSERT INTO login (account_id, email, email_lower, password_hash, created_at, confirmed_at, approved_at) "
                   "VALUES (?,?,?,'',?,?,?)", [(r[0], r[1] + "@bench.example", r[1] + "@bench.example", now, now, now) for r in rows])
    return ids


def follows(db, dice, ids, followers, now):
    rows = [(ids[0], target, identify(now - 300 * DAY, at), now) for at, target in enumerate(ids[1:201])]
    rows += [(source, ids[1], identify(now - 299 * DAY, at % 65536) + (at // 65536 << 16), now) for at, source in enumerate(ids[2:2 + followers])]
    db.executemany("INSERT OR IGNORE INTO follow (account_id, target_id, id, created_at) VALUES (?,?,?,?)", rows)
    db.execute("UPDATE account SET following_count = (SELECT COUNT(*) FROM follow f WHERE f.account_id = account.id) WHERE id = ?", (ids[0],))
    db.execute("UPDATE account SET followers_count = (SELECT COUNT(*) FROM follow f WHERE f.target_id = account.id) WHERE id = ?", (ids[1],))


def statuses(db, dice, ids, count, now):
    """Evenly over the last 300 days, one in ten an answer to one of the last hundred."""
    step, recent, done = 300 * DAY // count, [], 0
    authors = ids[:max(2, min(len(ids), 5000))]
    while done < count:
        rows, texts = [], []
        for _ in range(min(20_000, count - done)):
            at = now - 300 * DAY + done * step
            status, author = identify(at, dice.randrange(65536)), dice.choice(authors)
            parent = dice.choice(recent) if recent and dice.random() < .1 else (None, None, status)
            text = words(dice, 18) + (" rareword" if done % (count // 40) == 7 else "")
            rows.append((status, author, parent[0], parent[1], parent[2], text, f"<p>{text}</p>", at))
            texts.append((status, text))
            recent.append((status, author, parent[2]))
            recent = recent[-100:]
            done += 1
        db.executemany("INSERT INTO status (id, account_id, in_reply_to_id, in_reply_to_account_id, conversation_id, visibility, text, html, "
                       "created_at) VALUES (?,?,?,?,?,0,?,?,?)", rows)
        db.executemany("INSERT INTO status_text (rowid, text) VALUES (?,?)", texts)
        print(f"\r{done} statuses", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rows[-1][0]


def thread(db, dice, ids, now):
    """A root with forty answers, some of them in a chain."""
    root = identify(now - DAY, 1)
    rows, parent = [(root, ids[1], None, None, root, now - DAY)], root
    for number in range(40):
        status = identify(now - DAY + 1000 * (number + 1), 1)
        rows.append((status, ids[2 + number % 50], parent if number % 3 else root, ids[1], root, now - DAY + 1000 * (number + 1)))
        parent = status
    db.executemany("INSERT INTO status (id, account_id, in_reply_to_id, in_reply_to_account_id, conversation_id, visibility, text, html, "
                   "created_at) VALUES (?,?,?,?,?,0,'a word in a thread','<p>a word in a thread</p>',?)", rows)
    return root


def notifications(db, ids, count, status, now):
    rows = [(identify(now - 300 * DAY + at * (300 * DAY // count), at % 65536), ids[0], "favourite", ids[1 + at % 200], status,
             f"favourite-{status}-{at // 20}", now) for at in range(count)]
    db.executemany("INSERT INTO notification (id, account_id, type, from_account_id, status_id, group_key, created_at) "
                   "VALUES (?,?,?,?,?,?,?)", rows)


def token(db, account, number, now):
    text = f"bench-token-{number}"
    digest = hashlib.blake2b(text.encode(), digest_size=32).digest()
    db.execute("INSERT OR IGNORE INTO oauth_app (id, name, redirect_uris, scopes, client_id, secret_hash, created_at) "
               "VALUES (1, 'bench', 'urn:ietf:wg:oauth:2.0:oob', 'read write follow', 'bench', x'00', ?)", (now,))
    db.execute("INSERT INTO oauth_token (id, token_hash, app_id, account_id, scopes, created_at) VALUES (?,?,1,?,'read write follow',?)",
               (10 + number, digest, account, now))
    return text


def session(db, account, now):
    """A cookie: the member reads the pages."""
    cookie = "bench-session".ljust(43, "x")
    db.execute("INSERT INTO session (id, token_hash, account_id, created_at, used_at, expires_at) VALUES (1,?,?,?,?,?)",
               (hashlib.blake2b(cookie.encode(), digest_size=32).digest(), account, now, now, now + 30 * DAY))
    return cookie


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folkmoot")
    parser.add_argument("folder")
    parser.add_argument("domain")
    parser.add_argument("--statuses", type=int, default=10_000)
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--followers", type=int, default=1_000)
    options = parser.parse_args()
    subprocess.run([options.folkmoot, "init", "--data", options.folder, "--domain", options.domain, "--http"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    dice, now = random.Random(7), int(time.time() * 1000)
    db = sqlite3.connect(pathlib.Path(options.folder, "communities", options.domain, "community.db"), isolation_level=None)
    for statement in ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000", "BEGIN"):
        db.execute(statement)
    db.execute("INSERT INTO setting VALUES ('requests_per_5_minutes', '0')")
    ids = accounts(db, dice, max(options.accounts, options.followers + 2, 300), now)
    follows(db, dice, ids, options.followers, now)
    last = statuses(db, dice, ids, options.statuses, now)
    root = thread(db, dice, ids, now)
    notifications(db, ids, max(100, options.statuses // 100), last, now)
    db.execute("UPDATE account SET statuses_count = (SELECT COUNT(*) FROM status s WHERE s.account_id = account.id) WHERE id IN (?, ?)", ids[:2])
    out = {"reader": token(db, ids[0], 0, now), "session": session(db, ids[0], now), "star": token(db, ids[1], 1, now), "status": str(last), "thread": str(root),
           "posters": [token(db, ids[2 + at], 2 + at, now) for at in range(64)]}
    for statement in ("COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)", "ANALYZE"):
        db.execute(statement)
    db.close()
    print(json.dumps(out))


if __name__ == "__main__":
    main()
