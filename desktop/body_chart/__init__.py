"""The body chart of a note: figures, marks on them, and the sentences that they become."""
