#!/usr/bin/env python3
"""Appends to the invalidation log with nothing but Python's standard library (3.9 or newer). The rules: docs/protocol.md.

    append.py NAMESPACE append TAG...           after a commit; prints the position of the record
    append.py NAMESPACE hold LEASE_MS TAG...    before a command begins; prints the hold, which `end` needs, and the position
    append.py NAMESPACE end HOLD TAG...         after the commit, with every tag of the hold; prints the position

Redis is where REDIS_URL says: redis://[[user]:password@]host[:port][/database], or rediss:// for TLS.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import secrets
import socket
import sys
import urllib.parse

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "protocol" / "append.lua"
RETENTION_MS = 7_200_000
MAX_RECORDS = 200_000
NAMES_PER_RECORD = 1_000
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class LogError(Exception):
    """The log did not acknowledge. What was asked for may have been appended all the same: asking again is harmless."""


class RedisError(Exception):
    """What Redis answered to one command instead of a result."""


class Connection:
    """One connection to Redis, spoken to in RESP2."""

    def __init__(self, url, timeout):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("redis", "rediss") or not parts.hostname or not re.fullmatch(r"/?\d*", parts.path):
            raise ValueError("expected redis://[[user]:password@]host[:port][/database]")
        self.database = int(parts.path.strip("/") or 0)
        self.socket = socket.create_connection((parts.hostname, parts.port or 6379), timeout)
        if parts.scheme == "rediss":
            import ssl
            self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=parts.hostname)
        self.replies = self.socket.makefile("rb")
        if parts.password is not None:
            user = [urllib.parse.unquote(parts.username)] if parts.username else []
            self.ask("AUTH", *user, urllib.parse.unquote(parts.password))
        self.ask("SELECT", self.database)

    def ask(self, *words):
        encoded = [str(word).encode() for word in words]
        self.socket.sendall(b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded))
        return self.read()

    def read(self):
        line = self.replies.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"*":
            return [self.read() for _ in range(int(rest))]
        if kind == b"$":
            size = int(rest)
            body = self.replies.read(size + 2) if size >= 0 else b""
            if size >= 0 and len(body) != size + 2:
                raise ConnectionError("Redis closed the connection")
            return body[:-2].decode() if size >= 0 else None
        return rest.decode()

    def close(self):
        self.replies.close()
        self.socket.close()


class Log:
    """The invalidation log of a namespace. Every method raises LogError where the log did not acknowledge."""

    def __init__(self, url, namespace, timeout=2.0):
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", namespace):
            raise ValueError("a namespace is 1 to 64 characters of A-Z a-z 0-9 . _ -")
        self.url, self.namespace, self.timeout = url, namespace, timeout
        self.script = SCRIPT.read_text(encoding="utf-8")
        self.connection = None

    def append(self, tags, ends=()):
        """Invalidates the tags, after the commit of what changed them, and ends holds. Returns the position of the last record."""
        tags, ends = check_tags(tags), [check_token(end) for end in ends]
        size = NAMES_PER_RECORD - len(ends)
        parts = [tags[start:start + size] for start in range(0, len(tags), size)] or [[]]
        for part in parts[:-1]:
            self._run("append", "-", part)
        return self._run("append", ",".join(ends) or "-", parts[-1])

    def hold(self, tags, lease_ms, token=None):
        """Holds the tags before a command begins, for longer than it can last. Returns the hold's token and its position."""
        tags, token = check_tags(tags), check_token(token or fresh_token())
        if not 0 < int(lease_ms) <= 3_600_000 or len(tags) > NAMES_PER_RECORD:
            raise ValueError("a hold is of at most 1000 tags and lasts 1 to 3600000 milliseconds")
        return token, self._run("hold", str(int(lease_ms)), tags, token)

    def end(self, hold, tags):
        """Invalidates the tags, which must be all that the hold has, and ends it. Returns the position."""
        return self.append(tags, [hold])

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _run(self, operation, subject, tags, token=None):
        token = token or fresh_token()
        for attempt in (1, 2):
            try:
                record = self._evaluate(operation, token, subject, json.dumps(tags, ensure_ascii=False))
                return ":".join(["1", self.namespace, record[2], record[0], record[3]])
            except RedisError as error:
                raise LogError(str(error)) from error
            except OSError as error:
                self.close()
                if attempt == 2:
                    raise LogError(str(error)) from error

    def _evaluate(self, operation, token, subject, tags):
        self.connection = self.connection or Connection(self.url, self.timeout)
        channel = f"{{{self.namespace}}}:log:{self.connection.database}"
        keys = [2, f"{{{self.namespace}}}:log", f"{{{self.namespace}}}:holds"]
        arguments = [operation, channel, token, fresh_token(), RETENTION_MS, MAX_RECORDS, subject, tags]
        try:
            return self.connection.ask("EVALSHA", hashlib.sha1(self.script.encode()).hexdigest(), *keys, *arguments)
        except RedisError as error:
            if not str(error).startswith("NOSCRIPT"):
                raise
            return self.connection.ask("EVAL", self.script, *keys, *arguments)


def fresh_token():
    return secrets.token_hex(9)


def check_token(token):
    if not TOKEN.fullmatch(token):
        raise ValueError("a hold is named by 1 to 64 characters of base64url")
    return token


def check_tags(tags):
    if isinstance(tags, str):
        raise ValueError("expected a list of tags")
    for tag in tags:
        try:
            units = len(tag.encode("utf-8").decode("utf-8").encode("utf-16-le")) // 2
        except UnicodeError as error:
            raise ValueError(f"a tag is no UTF-8 text: {tag!r}") from error
        if not 1 <= units <= 512:
            raise ValueError("a tag has 1 to 512 characters")
    return list(dict.fromkeys(tags))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("namespace")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("append").add_argument("tags", nargs="+", metavar="TAG")
    hold = commands.add_parser("hold")
    hold.add_argument("lease_ms", type=int)
    hold.add_argument("tags", nargs="+", metavar="TAG")
    end = commands.add_parser("end")
    end.add_argument("hold")
    end.add_argument("tags", nargs="+", metavar="TAG")
    given = parser.parse_args()
    try:
        log = Log(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379"), given.namespace)
        if given.command == "hold":
            print("\n".join(log.hold(given.tags, given.lease_ms)))
        else:
            print(log.append(given.tags, [given.hold] if given.command == "end" else []))
    except (ValueError, LogError) as error:
        sys.exit(f"{parser.prog}: {error}")


if __name__ == "__main__":
    main()
