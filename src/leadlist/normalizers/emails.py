"""E-mail addresses. The local part keeps its case; carriers' old addresses break the standard and are valid yet."""

import re

from leadlist.normalizers import text
from leadlist.rules import Rules

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
USUAL = rf"{_ATOM}(?:\.{_ATOM})*@{_HOST}"
_USUAL = re.compile(USUAL)
_CARRIER = re.compile(
    # docomo and au handed out addresses with doubled, leading and trailing dots until 2009, and they still work
    r"[A-Za-z0-9._+/?-]+@(?:docomo\.ne\.jp|(?:[a-z0-9]+\.)?ezweb\.ne\.jp|au\.com|[a-z]\.vodafone\.ne\.jp|disney\.ne\.jp)"
)
_QUOTED = re.compile(rf'"(?:[ !#-\[\]-~]|\\[ -~])+"@{_HOST}')
"""A local part in quotation marks, which may hold blanks, @ and any dots (RFC 5321, 4.1.2, Quoted-string)."""
RESERVED_ENDS = "test|example|invalid|localhost|local|onion|arpa|internal|lan|home|corp"
RESERVED = rf"[.@](?:{RESERVED_ENDS})$"
"""The end of an address that nobody can have: RFC 2606, 6761, 6762, 7686."""
_RESERVED = re.compile(RESERVED)
_LABEL = re.compile(
    r"^(?:e-?mail|mail|メールアドレス|メール|アドレス|eメール)(?:\s*[:：]\s*|\s+(?=[^\s@]+@[^\s@]+$))|^mailto:",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[;,、，；\s/／|]\s*")
WRAPPED = frozenset(("<>", "()", '""', "''", "「」", "[]", "【】", "“”"))
_IDEOGRAPHIC_DOT = re.compile("(?<=[A-Za-z0-9])[。｡．](?=[A-Za-z0-9])")
_ENDING = re.compile(r"\s*(?:com|net|org|info|biz|[a-z]{2})(?:\s*[.,。、]\s*(?:com|[a-z]{2}))?\s*$", re.IGNORECASE)
"""What can stand behind a comma that was meant as a dot of a domain."""
_NOTE = re.compile(r"^(?P<address>[^\s()（）]+@[^\s()（）]+)\s*[(（][^()（）]*[)）]$")
_NAMED = re.compile(r'^"?(?P<name>[^"<>@]+?)"?\s*<(?P<address>[^<>\s]+@[^<>\s]+)>$')


def is_valid(address: str) -> bool:
    """True for one address that can get mail over the usual internet: syntax, carriers, reserved domains."""
    local, _at, host = address.rpartition("@")
    if len(address) > 254 or len(local) > 64 or _RESERVED.search(f"@{host}"):
        return False
    if _USUAL.fullmatch(address) or _CARRIER.fullmatch(address) or _QUOTED.fullmatch(address):
        return True
    if address.isascii() and not re.search(r"xn--", host) and host == host.lower():
        return False
    return ascii_host(host) != "" and _USUAL.fullmatch(f"{local}@{ascii_host(host)}") is not None


def ascii_host(host: str) -> str:
    """A host name in A-label form (日本語.jp -> xn--wgv71a119e.jp); "" where there is none."""
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def write_email(cell: str, rules: Rules) -> str:
    """One address or several, cleaned; the cell as it is where that gives no valid address."""
    if _USUAL.fullmatch(cell) and not _RESERVED.search(cell):
        return cell
    plain = _plain(text.codes(cell))
    if _USUAL.fullmatch(plain) and not _RESERVED.search(plain):
        return plain
    addresses = _addresses(cell)
    return "; ".join(addresses) if addresses else cell


def _addresses(cell: str) -> list[str]:
    """The valid addresses of a cell that holds nothing else."""
    bare = _IDEOGRAPHIC_DOT.sub(".", _LABEL.sub("", text.codes(cell)))
    for slip in (False, True):
        if slip and not _comma_ends_a_label(bare):
            break
        candidate = _repaired(bare) if slip else bare
        parts = [_plain(part) for part in _SEPARATORS.split(candidate.strip(" ;,、")) if part]
        if parts and all(map(is_valid, parts)):
            return list(dict.fromkeys(parts))
        one = _plain(candidate)
        if is_valid(one):
            return [one]
    return []


def _plain(part: str) -> str:
    """One address without its brackets, its host in lower case."""
    part = _LABEL.sub("", part.strip())
    if len(part) > 2 and part[0] + part[-1] in WRAPPED:
        part = _LABEL.sub("", part[1:-1].strip())
    local, at, host = part.rpartition("@")
    return f"{local}{at}{host.lower()}" if at else part


def _repaired(bare: str) -> str:
    """Slips that can mean one thing only: blanks at the @ or a dot of the domain, (at), a comma for a dot."""
    bare = re.sub(r"\s*[(\[{<【]\s*(?:at|アット|あっと|@|アットマーク)\s*[)\]}>】]\s*", "@", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\s*@\s*", "@", bare)
    if bare.count("@") == 1:
        local, host = bare.split("@")
        host = host.lstrip(" ").rstrip(" .,;、。<>")
        host = re.sub(r"\s*[(\[]\s*(?:dot|ドット)\s*[)\]]\s*", ".", host, flags=re.IGNORECASE)
        bare = f"{local}@{re.sub(r'[ ]*[.,。、][ ]*', '.', host)}"
    return bare.strip(" ;,、")


def _comma_ends_a_label(bare: str) -> bool:
    """True where what stands behind each comma of the domain can end one: `example,co.jp`, not `example.jp,hanako`."""
    return all(map(_ENDING.match, re.split("[,、]", bare.rpartition("@")[2].rstrip(" .,;、。<>"))[1:]))


def plain_key(cell: str, rules: Rules) -> str | None:
    """The key of one address as most are written; None for any other."""
    return cell.lower() if len(cell) < 65 and _USUAL.fullmatch(cell) and not _RESERVED.search(cell) else None


def email_key(cell: str, rules: Rules) -> str:
    """Each valid address in lower case, its host in A-label form, joined by `;`."""
    if (plain := plain_key(cell, rules)) is not None:
        return plain
    found = _addresses(cell)
    for pattern in (_NOTE, _NAMED):
        match = pattern.match(text.codes(cell))
        if not found and match and is_valid(_plain(match["address"])):
            found = [_plain(match["address"])]
    keys = []
    for address in found:
        local, _at, host = address.rpartition("@")
        keys.append(f"{_unquoted(local, host).lower()}@{ascii_host(host)}")
    return ";".join(keys)


def _unquoted(local: str, host: str) -> str:
    """A local part without quotation marks it could do without: `"abc."@docomo.ne.jp` is abc.@docomo.ne.jp."""
    inner = local[1:-1]
    spared = local.startswith('"') and (_USUAL.fullmatch(f"{inner}@{host}") or _CARRIER.fullmatch(f"{inner}@{host}"))
    return inner if spared else local


def loose_email_key(cell: str, rules: Rules) -> str:
    """As the key, without `+tag`; Google's addresses without dots."""
    keys = []
    for address in filter(None, email_key(cell, rules).split(";")):
        local, _at, host = address.rpartition("@")
        local = local.split("+")[0] or local
        if host in ("gmail.com", "googlemail.com"):
            local, host = local.replace(".", ""), "gmail.com"
        keys.append(f"{local}@{host}")
    return ";".join(keys)


def split_email(cell: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`山田太郎 <taro@example.jp>` -> the address, and the name for `name`."""
    match = _NAMED.match(text.clean(cell))
    if match is None or not is_valid(_plain(match["address"])):
        return cell, {}
    return _plain(match["address"]), {"name": match["name"].strip()}


def is_repaired(cell: str) -> bool:
    """True where the address is valid only after a slip was put right: a blank at the @, a comma, (at), a last dot."""
    if _USUAL.fullmatch(_plain(text.codes(cell))):
        return False
    bare = _LABEL.sub("", text.codes(cell))
    parts = [_plain(part) for part in _SEPARATORS.split(bare.strip(" ;,、")) if part]
    as_it_is = bare == bare.strip(" ;,、.") and parts and all(map(is_valid, parts))
    return not as_it_is and bool(_addresses(cell))
