"""Plausible SOAP texts: one course of treatment per client, getting better with ups and downs."""

import random
from dataclasses import dataclass

from core.domain.body_chart import place_text, point_of
from core.domain.body_regions import Region, Side, bones
from desktop.session.sample.phrases import Complaint, phrases


@dataclass(frozen=True, slots=True)
class SoapText:
    """Four texts of one note."""

    subjective: str
    objective: str
    assessment: str
    plan: str


@dataclass(frozen=True, slots=True)
class DemoMark:
    """One mark, as it is kept."""

    kind: str
    place: str
    intensity: str


class CaseStory:
    """What brings one client, told visit by visit. Each `next_note` moves the story on."""

    def __init__(self, language: str, rng: random.Random) -> None:
        self._rng = rng
        self._phrases = phrases(language)
        self._problem: Complaint = rng.choice(self._phrases.problems)
        self._side = rng.choice(self._phrases.sides)
        self.pain = rng.randint(5, 8)
        """As the last note tells it, 0 to 10."""
        self._visit = 0

    @property
    def marks(self) -> tuple[DemoMark, ...]:
        """On the body chart of the last note; the first hurts as much as the note says."""
        side: Side = "left" if self._side == self._phrases.sides[0] else "right"
        return tuple(
            _mark(text, side, max(1, self.pain - 2 * number))
            for number, text in enumerate(self._problem.marks)
        )

    def next_note(self) -> SoapText:
        """One visit later. The first note tells of a new complaint, the others of how it went since."""
        self._visit += 1
        first = self._visit == 1
        mood = "better" if first else self._turn()
        return SoapText(
            subjective=self._subjective(first=first, mood=mood),
            objective=self._objective(),
            assessment=self._assessment(first=first),
            plan=self._plan(),
        )

    def _turn(self) -> str:
        mood = self._rng.choices(("better", "same", "worse"), weights=(6, 3, 1))[0]
        step = {"better": -1, "same": 0, "worse": 2}[mood]
        self.pain = min(9, max(1, self.pain + step))
        return mood

    def _subjective(self, *, first: bool, mood: str) -> str:
        source = self._phrases.subjective_first if first else self._phrases.subjective_next
        easing = self._fill(self._rng.choice(self._problem.easing))
        return self._fill(
            self._rng.choice(source),
            complaint=self._fill(self._rng.choice(self._problem.complaint)),
            cause=self._rng.choice(self._problem.cause),
            aggravating=self._fill(self._rng.choice(self._problem.aggravating)),
            easing=easing,
            easing_cap=easing[:1].upper() + easing[1:],
            trend=self._rng.choice(self._phrases.trend[mood]),
        )

    def _objective(self) -> str:
        findings = self._rng.sample(self._problem.finding, k=self._rng.randint(2, 3))
        treatment = self._rng.sample(self._problem.treatment, k=self._rng.randint(1, 2))
        lines = [" ".join(map(self._fill, findings)), " ".join(map(self._fill, treatment))]
        return "\n".join(lines)

    def _assessment(self, *, first: bool) -> str:
        impression = self._fill(self._rng.choice(self._problem.impression))
        follow = "" if first else " " + self._rng.choice(self._phrases.assessment_next)
        reply = self._fill(self._rng.choice(self._phrases.reply))
        return f"{impression}{follow} {reply}"

    def _plan(self) -> str:
        home = self._fill(self._rng.choice(self._problem.home))
        return f"{home}\n{self._fill(self._rng.choice(self._phrases.plan_next))}"

    def _fill(self, text: str, **more: str) -> str:
        """Numbers are drawn anew for each sentence; names not in the sentence are simply not used."""
        rng = self._rng
        return text.format(
            side=self._side,
            pain=self.pain,
            after=max(0, self.pain - rng.randint(1, 3)),
            minutes=rng.choice((10, 15, 20, 30, 45)),
            degrees=rng.choice((35, 40, 50, 60, 70, 80)),
            weeks=rng.randint(2, 8),
            reps=rng.choice((8, 10, 12, 15)),
            times=rng.randint(2, 6),
            gap=rng.choice((7, 10, 14)),
            **more,
        )


def _mark(text: str, side: Side, intensity: int) -> DemoMark:
    kind, view, name = text.split(" ", 2)
    sided = {bone.region for bone in bones(view)} & {Region(view, side, name)}
    region = next(iter(sided), Region(view, "", name))
    return DemoMark(kind, place_text(point_of(region)), str(intensity))
