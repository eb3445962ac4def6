"""How much of all attachments is still on its way between this laptop and the clinic."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.store.attachments.blob_states import Blob


@dataclass(frozen=True, slots=True)
class Moving:
    """`files` are to be sent or fetched, `done` of their `total` chunks have been; `unsent` are only here."""

    files: int = 0
    unsent: int = 0
    done: int = 0
    total: int = 0

    def and_one(self, done: int, total: int, *, unsent: bool) -> "Moving":
        """The totals with one more file, of which `done` of `total` chunks have arrived."""
        return Moving(self.files + 1, self.unsent + unsent, self.done + done, self.total + total)


def moving(blobs: Iterable[Blob], here: Callable[[bytes], int], *, keeps_all: bool) -> Moving:
    """`here` tells how many chunks of a blob are on this laptop; asked only where it matters."""
    found = Moving()
    for blob in blobs:
        wanted = blob.state.wanted or (keeps_all and blob.state.problem is None)
        if blob.state.in_clinic >= blob.count and not wanted:
            continue
        present = here(blob.key)
        if present == blob.count and blob.state.in_clinic < blob.count:
            found = found.and_one(blob.state.in_clinic, blob.count, unsent=True)
        elif present < blob.count and wanted:
            found = found.and_one(present, blob.count, unsent=False)
    return found
