"""The words of a question for one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Of a question for one sentence: `label` stands over the line, `action` is the verb."""

    title: str
    text: str
    label: str
    action: str
