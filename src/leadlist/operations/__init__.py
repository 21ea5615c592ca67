"""What leadlist can do to a list: one module or package a verb, each with a pure `plan(leads, rules, …) -> Plan`."""
