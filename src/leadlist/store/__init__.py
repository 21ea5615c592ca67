"""Lists on disk: one at a time, backed up, logged, swapped in one step, undone exactly. Knows bytes, not leads."""

from leadlist.store.apart import Apart, read_apart, remember_apart
from leadlist.store.backups import BackupInfo, backup_op, backups, verify_backup
from leadlist.store.commit import Committed
from leadlist.store.events import Event, read_events
from leadlist.store.gates import Gate, approved_gate, new_gate, read_gate, recipients_mark
from leadlist.store.health import Care, care_of, exposed_keys, lists_in, readable_by_others, remember_drill, synced_by
from leadlist.store.history import LogRecord, left_by, list_before, log_head, read_log, show, verify_log
from leadlist.store.keeping import Decision, Keep, impossible
from leadlist.store.keyfiles import check_new_key_allowed, find_key, import_key, new_key, require_own_key
from leadlist.store.keys import Key, key_text
from leadlist.store.ledger import Consent, OptOut, open_ledger, unfinished
from leadlist.store.lists import ListStore, open_list
from leadlist.store.people import among, people_marks
from leadlist.store.remembered import Remembered, remember_file, remembered_files
from leadlist.store.rewriting import Erasure, Rewritten
from leadlist.store.rotation import continue_after_loss, require_lost_key, rotate_key
from leadlist.store.scheduled import BackupMade, backup, expire, expired, prune
from leadlist.store.suppression import CARRIED, Suppression, read_suppression, suppression_target
from leadlist.store.undo import Restored, Undone
from leadlist.store.undo_lines import LeadRecord, Lines, lines_of

__all__ = [
    "CARRIED",
    "Apart",
    "BackupInfo",
    "BackupMade",
    "Care",
    "Committed",
    "Consent",
    "Decision",
    "Erasure",
    "Event",
    "Gate",
    "Keep",
    "Key",
    "LeadRecord",
    "Lines",
    "ListStore",
    "LogRecord",
    "OptOut",
    "Remembered",
    "Restored",
    "Rewritten",
    "Suppression",
    "Undone",
    "among",
    "approved_gate",
    "backup",
    "backup_op",
    "backups",
    "care_of",
    "check_new_key_allowed",
    "continue_after_loss",
    "expire",
    "expired",
    "exposed_keys",
    "find_key",
    "import_key",
    "impossible",
    "key_text",
    "left_by",
    "lines_of",
    "list_before",
    "lists_in",
    "log_head",
    "new_gate",
    "new_key",
    "open_ledger",
    "open_list",
    "people_marks",
    "prune",
    "read_apart",
    "read_events",
    "read_gate",
    "read_log",
    "read_suppression",
    "readable_by_others",
    "recipients_mark",
    "remember_apart",
    "remember_drill",
    "remember_file",
    "remembered_files",
    "require_lost_key",
    "require_own_key",
    "rotate_key",
    "show",
    "suppression_target",
    "synced_by",
    "unfinished",
    "verify_backup",
    "verify_log",
]
