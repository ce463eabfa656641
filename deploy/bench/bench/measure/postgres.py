"""A client of Postgres as small as the benchmark needs: SCRAM, simple queries, COPY."""
import base64
import hashlib
import hmac
import os
import socket
import struct


class PostgresError(Exception):
    pass


class Postgres:
    def __init__(self, port, password, user="tollgate", database="tollgate", host="127.0.0.1"):
        self.link = socket.create_connection((host, port), timeout=10)
        self.link.settimeout(3600)
        self.input = self.link.makefile("rb")
        self.password = password
        start = b"".join(part.encode() + b"\0" for part in ("user", user, "database", database)) + b"\0"
        self.link.sendall(struct.pack("!ii", len(start) + 8, 196608) + start)
        self._sign_in()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.link.close()

    def query(self, sql):
        """Runs statements, and gives the rows of all as lists of texts."""
        self._send(b"Q", sql.encode() + b"\0")
        return self._rows()

    def copy(self, into, lines):
        """@param lines: rows in COPY's text format, without their ends"""
        self._send(b"Q", f"COPY {into} FROM STDIN".encode() + b"\0")
        kind, body = self._receive()
        if kind != b"G":
            raise PostgresError(_message(body))
        part = []
        for line in lines:
            part.append(line)
            if len(part) == 1000:
                self._send(b"d", ("\n".join(part) + "\n").encode())
                part = []
        if part:
            self._send(b"d", ("\n".join(part) + "\n").encode())
        self._send(b"c", b"")
        self._rows()

    def _rows(self):
        rows, failure = [], None
        while True:
            kind, body = self._receive()
            if kind == b"D":
                rows.append(_row(body))
            elif kind == b"E":
                failure = _message(body)
            elif kind == b"Z":
                if failure:
                    raise PostgresError(failure)
                return rows

    def _send(self, kind, body):
        self.link.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _receive(self):
        head = self.input.read(5)
        if len(head) < 5:
            raise PostgresError("Postgres closed the connection")
        size = struct.unpack("!i", head[1:])[0]
        return head[:1], self.input.read(size - 4)

    def _sign_in(self):
        scram = Scram(self.password)
        while True:
            kind, body = self._receive()
            if kind == b"E":
                raise PostgresError(_message(body))
            if kind == b"Z":
                return
            if kind != b"R":
                continue
            stage = struct.unpack("!i", body[:4])[0]
            if stage == 10:
                first = scram.first().encode()
                self._send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(first)) + first)
            elif stage == 11:
                self._send(b"p", scram.final(body[4:].decode()).encode())
            elif stage not in (0, 12):
                raise PostgresError(f"a way of signing in that is not known: {stage}")


class Scram:
    """RFC 7677, without channel binding."""

    def __init__(self, password, nonce=None):
        self.password = password.encode()
        self.bare = "n=,r=" + (nonce or base64.b64encode(os.urandom(18)).decode())

    def first(self):
        return "n,," + self.bare

    def final(self, told):
        words = dict(word.split("=", 1) for word in told.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self.password, base64.b64decode(words["s"]), int(words["i"]))
        key = hmac.digest(salted, b"Client Key", "sha256")
        unproven = "c=biws,r=" + words["r"]
        signed = ",".join((self.bare, told, unproven)).encode()
        signature = hmac.digest(hashlib.sha256(key).digest(), signed, "sha256")
        proof = bytes(a ^ b for a, b in zip(key, signature))
        return unproven + ",p=" + base64.b64encode(proof).decode()


def _row(body):
    count, at, row = struct.unpack("!h", body[:2])[0], 2, []
    for _ in range(count):
        size = struct.unpack("!i", body[at:at + 4])[0]
        at += 4
        row.append(None if size < 0 else body[at:at + size].decode())
        at += max(size, 0)
    return row


def _message(body):
    fields = {part[:1]: part[1:] for part in body.split(b"\0") if part}
    return fields.get(b"M", b"?").decode()
