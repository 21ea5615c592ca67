"""What a workbook's package holds: its sheets, and where the parts that belong to them are."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from leadlist.formats.excel import safety
from leadlist.formats.excel.package import Package

Element = etree._Element


@dataclass(frozen=True)
class Relation:
    """A relationship of a part. `kind` is the last word of its type, `target` a part's name or an outside address."""

    identity: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook. `kind` is `worksheet`, `chartsheet`, `dialogsheet` or `macrosheet`."""

    name: str
    part: str
    kind: str
    hidden: bool
    index: int


@dataclass
class Contents:
    """The workbook's sheets and shared parts; a part that is absent is `None`."""

    package: Package
    workbook: str
    sheets: list[Sheet] = field(default_factory=list)
    strings: str | None = None
    styles: str | None = None
    chain: str | None = None
    from_1904: bool = False

    def worksheets(self) -> list[Sheet]:
        """The sheets that have cells."""
        return [sheet for sheet in self.sheets if sheet.kind == "worksheet"]


def local(element: Element) -> str:
    """An element's name without its namespace; `""` for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def named(root: Element, *names: str) -> Iterator[Element]:
    """All elements below with one of these names, whatever their namespace."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in names:
            yield element


def rels_part(part: str) -> str:
    """The name of the part that holds a part's relationships (ECMA-376 part 2, 6.5.3)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The relationships of a part by their id; none where it has none."""
    name = package.name_of(rels_part(part))
    if name is None:
        return {}
    root = safety.parsed(package.read(name), package.path, name)
    found = {}
    for element in named(root, "Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = _resolved(package, part, target)
        identity = element.get("Id", "")
        found[identity] = Relation(identity, element.get("Type", "").rpartition("/")[2], target, external)
    return found


def _resolved(package: Package, part: str, target: str) -> str:
    path = target.partition("#")[0]
    path = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(part), path)
    path = posixpath.normpath(path)
    return package.name_of(path) or package.name_of(unquote(path)) or path


def relation_id(element: Element) -> str:
    """The `r:id` of an element, in the transitional or the strict namespace."""
    for name, value in element.attrib.items():
        if str(name).endswith("}id") and "relationships" in str(name):
            return str(value)
    return ""


def read_contents(package: Package) -> Contents:
    """Find the workbook's sheets and shared parts.

    Raises UserError where the package is no workbook, Refused where a part is dangerous.
    """
    main = next((r.target for r in relations(package, "").values() if r.kind == "officeDocument"), "xl/workbook.xml")
    if main not in package.parts or not main.endswith(".xml"):
        raise safety.not_a_workbook(package.path)
    root = safety.parsed(package.read(main), package.path, main)
    if local(root) != "workbook":
        raise safety.not_a_workbook(package.path)
    links = relations(package, main)
    contents = Contents(package, main)
    for link in links.values():
        if link.target not in package.parts:
            continue
        match link.kind:
            case "sharedStrings":
                contents.strings = link.target
            case "styles":
                contents.styles = link.target
            case "calcChain":
                contents.chain = link.target
    for properties in named(root, "workbookPr"):
        contents.from_1904 = properties.get("date1904", "0") in {"1", "true"}
    holder = next(named(root, "sheets"), None)
    for element in [] if holder is None else named(holder, "sheet"):
        target = links.get(relation_id(element))
        if target is not None and target.target in package.parts:
            hidden = element.get("state", "visible") != "visible"
            kind = {"xlMacrosheet": "macrosheet", "xlIntlMacrosheet": "macrosheet"}.get(target.kind, target.kind)
            contents.sheets.append(Sheet(element.get("name", ""), target.target, kind, hidden, len(contents.sheets)))
        else:
            contents.sheets.append(Sheet(element.get("name", ""), "", "", True, len(contents.sheets)))
    return contents
