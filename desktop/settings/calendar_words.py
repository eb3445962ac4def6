"""What the preview of a calendar file says of each event, in words."""

from datetime import datetime

from core.calendar_file.events import SkipReason
from core.calendar_file.planning import LeftOut
from core.calendar_file.rules import MOST_COUNTED
from core.store.transfer.import_calendar import MOST_COMPARED, CalendarPreview, PreviewRow
from core.text.direction import left_to_right
from desktop.calendar.series_texts import rule_words
from desktop.kit.dates import day_text, time_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.settings.calendar_choices import CalendarChoices, Counts, Fate
from desktop.widgets.rows import ListRow

_TONES = {Fate.OPEN: "warning", Fate.NEW: "accent"}


def event_row(choices: CalendarChoices, place: int, now: datetime) -> ListRow:
    """When it is, what the file says, for whom it is and what becomes of it; times in the zone of `now`."""
    row, fate = choices.row(place), choices.fate(place)
    booking, start = row.booking, row.booking.start.astimezone(now.tzinfo)
    told = [choices.name(place)] if choices.name(place) and fate is not Fate.HERE else []
    told += [fate_text(fate, new_client=choices.is_new_client(place)), *_repeats(row)]
    if row.is_taken and fate is Fate.NEW:
        told.append(tr("CalendarImport", "the time is taken"))
    return ListRow(
        first=booking.summary or tr("CalendarImport", "Without words"),
        second=one_line(told),
        trailing=day_text(start.date(), now.date()),
        trailing_second=left_to_right(f"{time_text(booking.start, now)}–{time_text(booking.end, now)}"),
        icon="repeat" if booking.series is not None else "calendar",
        faint=fate is not Fate.NEW and fate is not Fate.OPEN,
        tone=_TONES.get(fate, "secondary"),
    )


def fate_text(fate: Fate, *, new_client: bool = False) -> str:
    """What becomes of an event."""
    if fate is Fate.NEW and new_client:
        return tr("CalendarImport", "will be booked and added as a new client")
    return {
        Fate.NEW: tr("CalendarImport", "will be booked"),
        Fate.OPEN: tr("CalendarImport", "Whose is it? Enter chooses"),
        Fate.SKIPPED: tr("CalendarImport", "Left out"),
        Fate.DOUBLE: tr("CalendarImport", "has an appointment then already; left out"),
        Fate.HERE: tr("CalendarImport", "Here already; left out"),
    }[fate]


def _repeats(row: PreviewRow) -> list[str]:
    booking = row.booking
    if booking.series is not None:
        return [rule_words(booking.series.rule, booking.series.wall.date())]
    if len(booking.times) == 1 and not booking.has_more:
        return []
    count = len(booking.times)
    words = [plural("CalendarImport", "1 single appointment", "{n} single appointments", count)]
    return [*words, tr("CalendarImport", "later ones left out")] if booking.has_more else words


def left_out_row(event: LeftOut) -> ListRow:
    """By its line in the file, where it says nothing."""
    return ListRow(
        first=event.summary or tr("CalendarImport", "Without words"),
        second=reason_text(event.reason),
        trailing=tr("CalendarImport", "line {line}", line=event.line),
        icon="close",
        faint=True,
    )


def reason_text(reason: SkipReason) -> str:
    """Why an event of the file is no appointment."""
    return {
        SkipReason.BROKEN: tr("CalendarImport", "It cannot be read"),
        SkipReason.ZONE: tr("CalendarImport", "Its time zone is not known"),
        SkipReason.ALL_DAY: tr("CalendarImport", "It is of a whole day, so it is no appointment"),
        SkipReason.NO_LENGTH: tr("CalendarImport", "It has no end, so it takes no time"),
        SkipReason.BACKWARDS: tr("CalendarImport", "It ends before it begins"),
        SkipReason.TOO_LONG: tr("CalendarImport", "It lasts longer than a day"),
        SkipReason.TOO_FAR: tr("CalendarImport", "It is too long ago or too far ahead"),
        SkipReason.RULE: tr("CalendarImport", "It repeats as no series here can"),
        SkipReason.CANCELLED: tr("CalendarImport", "It was cancelled"),
        SkipReason.AGAIN: tr("CalendarImport", "The file holds it a second time"),
    }[reason]


def counts_text(counts: Counts) -> str:
    """What pressing the button would do, in one line."""
    told = [plural("CalendarImport", "1 event will be booked", "{n} events will be booked", counts.new)]
    if counts.taken:
        told.append(
            plural("CalendarImport", "1 of them at a taken time", "{n} of them at taken times", counts.taken)
        )
    if counts.open:
        told.append(plural("CalendarImport", "1 is nobody's yet", "{n} are nobody's yet", counts.open))
    if counts.left_out:
        told.append(plural("CalendarImport", "1 is left out", "{n} are left out", counts.left_out))
    return tr("CalendarImport", "{counts}.", counts=", ".join(told))


def advice_text(preview: CalendarPreview) -> str:
    """How to go through the list, and what was not done for it."""
    told = [
        tr(
            "CalendarImport",
            "Nothing is written yet. Enter chooses whose an event is, for all that say the same; Delete "
            "leaves it out.",
        )
    ]
    if any(row.booking.has_more for row in preview.rows):
        told.append(
            tr(
                "CalendarImport",
                "What repeats as no series here can is booked one by one, for two years and at most {most} "
                "times.",
                most=MOST_COUNTED,
            )
        )
    if not preview.is_compared:
        told.append(
            tr(
                "CalendarImport",
                "Only the first {most} appointments were compared with what is booked.",
                most=f"{MOST_COMPARED:,}",
            )
        )
    return " ".join(told)
