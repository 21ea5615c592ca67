"""Web addresses. A scheme is never guessed and a path never touched, but for its blanks."""

import re

from leadlist.normalizers import emails, text
from leadlist.rules import Rules

_NORMAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[!-~]*)?")
_PLAIN = re.compile(r"(?:https?://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>(?:/[A-Za-z0-9_-]*)*)")
_LABEL = re.compile(
    r"^(?:URL|HP|web|ホームページ|ウェブサイト|(?:web)?サイト|website|公式(?:HP|サイト)?)"
    r"(?:\s*[:：]\s*(?!//)|\s+(?=https?:|www\.))",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"^(?:https?:/{1,2})+(?=https?:/{1,2})", re.IGNORECASE)
_SCHEME = re.compile(r"^(https?)(?::/{1,3}|//|:/?(?=www\.)|;//)(?=[^/])", re.IGNORECASE)
_PARTS = re.compile(
    r"^(?P<scheme>https?://)?(?P<host>[^/?#:\s]+)(?::(?P<port>\d{1,5}))?(?P<rest>[/?#].*)?$", re.IGNORECASE | re.DOTALL
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_IP = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
_LOCAL = re.compile(r"(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.")  # RFC 1918, 3927, 5735
PRIVATE_ENDS = "localhost|local|test|invalid|internal|lan|intranet|home"
_PRIVATE = re.compile(rf"(?:^|\.)(?:{PRIVATE_ENDS})$")
_NOTE = re.compile(r"^(?P<url>[^\s()（）]+?)\s*(?:[(（][^()（）]*[)）]|(?<=\s)[^\x00-\x7f]+)$")
_SEPARATORS = re.compile(
    r"(?:\s*[、;；,\n|]\s*|\s+[/／]\s+)(?=(?:https?:|www\.|[a-z0-9-]+\.[a-z]))"
    r"|\s+(?=https?://)|(?<=[a-z/])(?=https?://(?!$))",
    re.IGNORECASE,
)


def write_url(cell: str, rules: Rules) -> str:
    """The address or addresses of a cell with scheme and host in lower case; the cell as it is where there are none."""
    if _NORMAL.fullmatch(cell) and host_key(cell.split("/")[2]):
        return cell
    found = pages(cell)
    if found:
        return "; ".join(found)
    return cell.strip() if text.is_nothing(cell) else cell


def pages(cell: str) -> list[str]:
    """The written addresses of a cell that holds nothing else."""
    bare = _LABEL.sub("", text.codes(cell)).strip(" ,、。;")
    bare = re.sub(r"^(https?:)[/\\]{2} *", r"\1//", _DOUBLED.sub("", bare), flags=re.IGNORECASE)
    parts = [part for part in _SEPARATORS.split(bare) if part]
    found = [_written(part) for part in parts]
    return found if found and all(found) else []


def _written(part: str) -> str:
    """One address, `""` where it is none."""
    part = _LABEL.sub("", part.strip())
    if len(part) > 2 and part[0] + part[-1] in emails.WRAPPED:
        part = part[1:-1].strip()
    part = _SCHEME.sub(lambda m: m[1].lower() + "://", _DOUBLED.sub("", part))
    match = _PARTS.match(part)
    if match is None or "@" in match["host"]:
        return ""
    host = match["host"].rstrip(".").lower()
    if not host_key(host):
        return ""
    scheme = (match["scheme"] or "").lower()
    default = {"http://": "80", "https://": "443"}.get(scheme)
    port = f":{match['port']}" if match["port"] and match["port"] != default else ""
    rest = (match["rest"] or "").rstrip("、。")
    if re.search(r"[（(]", rest) and not rest.isascii() and re.search(r"[ （]", rest):
        return ""
    return scheme + host + port + rest.replace(" ", "%20")


def host_key(host: str) -> str:
    """A public host name in A-label form, `""` for localhost and names without a dot."""
    plain = emails.ascii_host(host)
    if _IP.fullmatch(plain):
        return "" if _LOCAL.match(plain) else plain
    return plain if _HOST.fullmatch(plain) and not _PRIVATE.search(plain) else ""


def plain_key(cell: str, rules: Rules) -> str | None:
    """The key of an address as most are written, without the detours for others; None for any other."""
    match = _PLAIN.fullmatch(cell)
    host = host_key(match["host"]) if match else ""
    if match is None or not host:
        return None
    return (host[4:] if host.startswith("www.") and "." in host[4:] else host) + match["path"].rstrip("/")


def url_key(cell: str, rules: Rules) -> str:
    """Host without www., port and path, without scheme, last slash and fragment; several joined by `;`."""
    found = pages(cell)
    note = _NOTE.match(text.codes(cell))
    if not found and note:
        found = pages(note["url"])
    keys = []
    for address in found:
        match = _PARTS.match(address)
        assert match is not None
        host = host_key(match["host"])
        path = re.sub(r"#.*$", "", match["rest"] or "").rstrip("/")
        port = f":{match['port']}" if match["port"] else ""
        keys.append(re.sub(r"^www\.(?=.*\.)", "", host) + port + path)
    return ";".join(dict.fromkeys(keys))


def loose_url_key(cell: str, rules: Rules) -> str:
    """The hosts alone."""
    return ";".join(dict.fromkeys(re.split("[/:?]", key)[0] for key in url_key(cell, rules).split(";")))
