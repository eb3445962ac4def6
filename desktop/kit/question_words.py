"""The words of a question for one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Of a question for one sentence: `label` stands over the line, `action` is the verb.

    With `second` there is another verb for the same sentence; with `is_optional` nothing need be written.
    `leave` stands on the button that changes nothing, where "Cancel" would be misunderstood. What is typed is
    checked for its spelling where it `is_prose`: a name or a day is not.
    """

    title: str
    text: str
    label: str
    action: str
    second: str = ""
    leave: str = ""
    is_optional: bool = False
    is_prose: bool = True
