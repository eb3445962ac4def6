"""Who treats in a booking: whoever books, the only one who treats, or somebody who is chosen. Free of Qt."""

from collections.abc import Mapping, Sequence

from core.domain.ids import UserId
from desktop.calendar.booking_form import BookingFormView, FieldProblem
from desktop.calendar.ports import Practitioner


class Treating:
    """Of one form at a time; `me` is whoever works here. GUI thread.

    What is booked already stays with whom it is. A new booking is with somebody who treats now: where the
    form does not know with whom, it is not saved.
    """

    def __init__(self, view: BookingFormView, me: UserId | None) -> None:
        self._view, self._me = view, me
        self._team: Sequence[Practitioner] = ()
        self.who: UserId | None = None
        """None while nobody is chosen, and where nothing is known of the team: then it is whoever books."""
        self._began: UserId | None = None
        self.is_chosen = False
        """Whether the person said so in this form."""
        self._is_new = True

    def set_team(self, team: Sequence[Practitioner]) -> None:
        """Somebody came or left, also while the form is open."""
        self._team = team
        if self._is_new and not self.is_chosen:
            self.who = self._began = self._now(self.who)
        self._show()

    def begin(self, who: UserId | None, *, is_new: bool = True) -> None:
        """For another form. In a new one somebody who does not treat any more is as good as nobody."""
        self.who = self._began = self._now(who) if is_new else who
        self._is_new, self.is_chosen = is_new, False
        self._show()

    def take_up(self, who: UserId | None, *, is_new: bool, is_chosen: bool) -> None:
        """As `begin`, with what a form that was left unfinished held."""
        self.begin(who, is_new=is_new)
        if is_chosen:
            # With nobody to begin with it counts as changed, as it did when the form was left.
            self.is_chosen, self._began = True, None

    def choose(self, who: UserId) -> None:
        """The person says who treats."""
        self.who, self.is_chosen = who, True
        self._show()

    def propose(self, who: UserId | None) -> None:
        """Who usually treats the client. Nobody typed it, so that dropping the form is not asked about."""
        self.who = self._began = self._now(who)
        self._show()

    def saved(self, who: UserId | None) -> None:
        """The form is about an appointment from now on, which is with this one."""
        self._began, self._is_new = who, False

    @property
    def is_settled(self) -> bool:
        """Whether it is said already, so that no habit of a client needs to."""
        return self.who is not None

    @property
    def is_changed(self) -> bool:
        """Whether the person chose another one than the form began with."""
        return self.is_chosen and self.who != self._began

    @property
    def problems(self) -> Mapping[str, FieldProblem]:
        """What it cannot be booked without."""
        treat = self._treat
        is_missing = self._is_new and bool(treat) and self.who not in treat
        return {"treats": FieldProblem.NO_TREATS} if is_missing else {}

    @property
    def _treat(self) -> list[UserId]:
        return [one.id for one in self._team if one.is_active]

    def _now(self, who: UserId | None) -> UserId | None:
        """This one where they treat, else whoever books, else the only one who does."""
        treat = self._treat
        if not treat or who in treat:
            return who
        if self._me in treat:
            return self._me
        return treat[0] if len(treat) == 1 else None

    def _show(self) -> None:
        """To choose from are those who treat, and whoever the appointment is with already."""
        people = [one for one in self._team if one.is_active or one.id == self.who]
        if self.who is not None and people and all(one.id != self.who for one in people):
            people.append(Practitioner(self.who, "", is_active=False))
        self._view.show_treats(people if len(people) > 1 else (), self.who)
