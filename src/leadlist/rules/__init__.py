"""Rules: what a firm decided about its lists, as one TOML file and the tables that ship with leadlist."""

from leadlist.rules.loader import RULES_FILE, find_rules, load_rules, shipped
from leadlist.rules.schema import Rules

__all__ = ["RULES_FILE", "Rules", "find_rules", "load_rules", "shipped"]
