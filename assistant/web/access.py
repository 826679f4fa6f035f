"""Who may change the library, and who is signed in: the one place that decides it.

A user file holds a line for each user, ``name:scrypt:N:r:p:salt:hash``, as ``python -m assistant user NAME`` prints it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_COST = (2**14, 8, 1)
_LARGEST_COST = 2**17
_REMEMBERED = 200


class UserFileError(ValueError):
    """A line of the user file cannot be read."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may change the library: correct cells, add and remove documents.

    ``setting`` is local, login, on or off; ``host`` is the address that the server listens on.
    """

    setting: str = "off"
    host: str = ""

    def allows(self, headers: Mapping[str, str], user: str = "") -> bool:
        """Whether a request with these headers (lower-case names) by this signed-in ``user`` may change the library.

        It must come from the page itself, not from another site. ``local`` asks that the page was opened by a name of
        this machine, as another site may give its own name this machine's address, or that somebody is signed in;
        ``login`` asks for the latter.
        """
        if self.setting not in ("on", "local", "login") or not _from_the_page(headers):
            return False
        if self.setting == "on" or user:
            return True
        # A proxy on this machine passes on what others ask.
        forwarded = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-forwarded-host"))
        named = urlsplit(f"//{headers.get('host', '')}").hostname in LOOPBACK
        return self.setting == "local" and self.host in LOOPBACK and named and not forwarded


READ_ONLY = Policy()


def _from_the_page(headers: Mapping[str, str]) -> bool:
    """Whether the request was not sent by the page of another site. What no browser sent names no origin."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "")
    named = urlsplit(origin).netloc
    return not origin or (named != "" and named in (headers.get("host", ""), headers.get("x-forwarded-host", "")))


@dataclass(frozen=True, slots=True)
class Users:
    """Names with their hashed passwords. What was found right is remembered, as the hash is slow on purpose."""

    hashes: Mapping[str, str]
    _right: dict[bytes, str] = field(default_factory=dict, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def load(cls, path: Path) -> Users:
        """The users of a file; ``UserFileError`` naming a line that is none, ``OSError`` if it cannot be opened."""
        hashes = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                name, _, rest = line.strip().partition(":")
                if not name or not _readable(rest):
                    raise UserFileError(f"{path}, line {number} is no user; `python -m assistant user NAME` makes one")
                hashes[name] = rest
        if not hashes:
            raise UserFileError(f"{path} names no user; `python -m assistant user NAME` makes a line for it")
        return cls(hashes)

    def knows(self, name: str, password: str) -> bool:
        """Whether that is the password of the user. An unknown user takes as long as a known one."""
        key = hashlib.blake2b(f"{name}\0{password}".encode(), key=_SESSION_KEY).digest()
        if self._right.get(key) == name:
            return True
        known = self.hashes.get(name, _NOBODY)
        with self._guard:  # one slow hash at a time: guessing must not take every core
            right = matches(password, known) and name in self.hashes
        if right:
            if len(self._right) >= _REMEMBERED:
                self._right.clear()
            self._right[key] = name
        return right

    def signed_in(self, authorization: str) -> str:
        """The user of an ``Authorization: Basic`` header, "" if it names none with the right password."""
        scheme, _, coded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return ""
        try:
            name, _, password = base64.b64decode(coded.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return name if self.knows(name, password) else ""


def hashed(password: str) -> str:
    """A password as the user file keeps it, with a salt of its own."""
    salt = secrets.token_bytes(16)
    cost, block, parallel = _COST
    digest = hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=2**27)
    return f"scrypt:{cost}:{block}:{parallel}:{salt.hex()}:{digest.hex()}"


def matches(password: str, kept: str) -> bool:
    """Whether ``kept`` was made from the password."""
    _, cost, block, parallel, salt, digest = kept.split(":")
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=int(cost), r=int(block), p=int(parallel), maxmem=2**28
    )
    return hmac.compare_digest(made, bytes.fromhex(digest))


def _readable(kept: str) -> bool:
    parts = kept.split(":")
    if len(parts) != 6 or parts[0] != "scrypt" or not all(part.isdecimal() for part in parts[1:4]):
        return False
    try:
        enough = len(bytes.fromhex(parts[4])) >= 8 and len(bytes.fromhex(parts[5])) == 64
    except ValueError:
        return False
    cost = int(parts[1])
    return enough and 2**12 <= cost <= _LARGEST_COST and cost & (cost - 1) == 0 and int(parts[2]) * int(parts[3]) <= 16


_SESSION_KEY = secrets.token_bytes(32)
_NOBODY = hashed(secrets.token_hex(16))
