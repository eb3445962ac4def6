"""Rules of templates: what one needs, which is offered for a service, and where its texts may go."""

from collections.abc import Mapping, Sequence

from core.domain.errors import RuleBroken
from core.domain.ids import ServiceId
from core.domain.notes import check_lengths, is_blank
from core.domain.records import NoteTemplate

NAME_LIMIT = 80


def check_template(name: str, texts: Mapping[str, str | None]) -> None:
    """Refuses (RuleBroken) a template without a name or without a text, and what no note could take."""
    if not name.strip():
        raise RuleBroken("A template needs a name; nothing was changed.", code="name_missing")
    if len(name) > NAME_LIMIT:
        raise RuleBroken(
            f"The name of a template has at most {NAME_LIMIT} characters; nothing was changed.",
            code="name_too_long",
        )
    if is_blank(texts):
        raise RuleBroken(
            "A template needs a text in at least one of its four fields; nothing was changed.", code="blank"
        )
    check_lengths(texts)


def offered(templates: Sequence[NoteTemplate], service_id: ServiceId | None) -> NoteTemplate | None:
    """The one that a note of this service may begin with: the service's own, else one for every service."""
    own = [each for each in templates if each.service_id is not None and each.service_id == service_id]
    general = [each for each in templates if each.service_id is None]
    return next(iter((*own, *general)), None)
