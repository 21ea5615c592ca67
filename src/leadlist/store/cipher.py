"""The encryption of a backup's entries: WinZip AES with 256 bits, for writing and for reading.

As pyzipper does it, at several times its speed: the counters of a mebibyte are made at once and encrypted as one piece,
and the MAC is the standard library's. WinZip counts in little-endian order, which OpenSSL's counter mode cannot.
"""

import hashlib
import hmac
from functools import cache

SALT, VERIFIER, TAG = 16, 2, 10  # bytes before and after the encrypted bytes of an entry
_KEY = 32
_BLOCK, _RUN = 16, 1 << 16  # bytes of a block; blocks whose counters differ in their two lowest bytes only


class Keys:
    """What a password and a salt give: AES-256 in counter mode, the MAC, and two bytes to check the password by."""

    def __init__(self, password: bytes, salt: bytes) -> None:
        made = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * _KEY + VERIFIER)
        self.verifier = made[2 * _KEY :]
        self._stream = _CounterMode(made[:_KEY])
        self._mac = hmac.new(made[_KEY : 2 * _KEY], digestmod="sha1")

    def encrypt(self, data: bytes) -> bytes:
        """The next bytes, encrypted."""
        made = self._stream.apply(data)
        self._mac.update(made)
        return made

    def decrypt(self, data: bytes) -> bytes:
        """The next bytes, as they were."""
        self._mac.update(data)
        return self._stream.apply(data)

    def tag(self) -> bytes:
        """The MAC over all that is encrypted, cut as the format wants it."""
        return self._mac.digest()[:TAG]


class _CounterMode:
    """A key stream: block n is the encryption of n as 16 bytes in little-endian order, and n begins with 1."""

    def __init__(self, key: bytes) -> None:
        from Cryptodome.Cipher import AES

        self._cipher = AES.new(key, AES.MODE_ECB)
        self._next = 1
        self._ready = memoryview(b"")
        self._counters = bytearray(_first_run())
        self._made = bytearray(len(self._counters))

    def apply(self, data: bytes) -> bytes:
        """Encrypt or decrypt the next bytes."""
        from Cryptodome.Util.strxor import strxor

        made, place = bytearray(len(data)), 0
        source, target = memoryview(data), memoryview(made)
        while place < len(data):
            if not self._ready:
                self._make_ready(len(data) - place)
            count = min(len(self._ready), len(data) - place)
            end = place + count
            strxor(source[place:end], self._ready[:count], output=target[place:end])  # type: ignore[arg-type]
            self._ready, place = self._ready[count:], end
        return bytes(made)

    def _make_ready(self, wanted: int) -> None:
        """The next of the stream: as much as is wanted in whole blocks, at most to the end of the run."""
        run, first = divmod(self._next, _RUN)
        if first == 0:
            self._begin(run)
        count = min(_RUN - first, -(-wanted // _BLOCK))
        counters = memoryview(self._counters)[_BLOCK * first : _BLOCK * (first + count)]
        self._ready = memoryview(self._made)[: _BLOCK * count]
        self._cipher.encrypt(counters, output=self._ready)
        self._next += count

    def _begin(self, run: int) -> None:
        """Set the upper bytes of the counters, as far as those of the run before were others."""
        width = _BLOCK - 2
        before, after = ((run - 1).to_bytes(width, "little"), run.to_bytes(width, "little"))
        for at, (old, new) in enumerate(zip(before, after, strict=True), start=2):
            if old != new:
                self._counters[at::_BLOCK] = bytes([new]) * _RUN


@cache
def _first_run() -> bytes:
    """The counters 0, 1, 2 … of a run, 16 bytes each."""
    counters = bytearray(_BLOCK * _RUN)
    counters[0::_BLOCK] = bytes(range(256)) * (_RUN // 256)
    counters[1::_BLOCK] = b"".join(bytes([high]) * 256 for high in range(256))
    return bytes(counters)
