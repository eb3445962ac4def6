"""What each role of a practice may read and write: the one place that decides it for both stores.

A server goes by what it reads here when it is installed, a laptop by what it reads here while it runs.
"""

from collections.abc import Mapping

from core.domain.enums import Role
from core.domain.registry import BY_NAME, CLIENTS, CONFLICTS, TABLES, Access

READERS_SETTING = "readonly_reads_clinical"
"""In the settings of a practice: whether those who may only read also read what is clinical. Off by
default."""
CLINICIANS = (Role.OWNER, Role.THERAPIST)
_WRITERS = {
    Access.OWNER: (Role.OWNER,),
    Access.CARE: (Role.OWNER, Role.THERAPIST, Role.ASSISTANT),
    Access.CLINICAL: CLINICIANS,
}
CLINICAL_TABLES = tuple(table.no for table in TABLES if table.is_clinical)
OPEN_SUBJECTS = tuple(
    table.no for table in TABLES if not table.is_clinical and not table.clinical and table is not CONFLICTS
)
"""Tables of which a dispute is never clinical."""
OPEN_FIELDS = tuple(column.name for column in CLIENTS.columns if not column.clinical)
"""Fields of a client of which a dispute is not clinical; one about no field at all may hold any."""


def writers(access: Access) -> tuple[Role, ...]:
    """Roles that may write tables of this kind."""
    return _WRITERS[access]


def may_write(role: Role | None, access: Access) -> bool:
    """False without a role."""
    return role in _WRITERS[access]


def reads_clinical(role: Role | None, settings: Mapping[str, object] | None) -> bool:
    """Whether this role reads notes, their files, medical histories and disputes about them.

    `settings` are the practice's; only a setting that is plainly true opens anything.
    """
    if role is Role.READONLY:
        return settings is not None and settings.get(READERS_SETTING) is True
    return role in CLINICIANS


def is_clinical_dispute(table_no: int, field: str | None) -> bool:
    """Whether a conflict about this field of this table is for clinicians alone; of an unknown table it
    is."""
    if table_no == CLIENTS.no:
        return field not in OPEN_FIELDS
    return table_no not in OPEN_SUBJECTS


def is_clinical_field(table_name: str, field: str) -> bool:
    """Whether a field of a record is for clinicians alone."""
    table = BY_NAME[table_name]
    column = table.by_name.get(field)
    return table.is_clinical or (column is not None and column.clinical)
