"""What wine 8 lacks of Windows and Python can do without; a plugin of pytest, loaded first."""

import _winapi
import os

# Without a screen of its own Qt takes fonts from a folder only, and complains in the first test where there
# is none. Set here, because wine hands on no variable whose name begins with QT_.
os.environ.setdefault("QT_QPA_FONTDIR", r"Z:\usr\share\fonts\truetype\dejavu")

# With it, copying a file ends the whole process there; without it, Python copies by reading and writing.
del _winapi.CopyFile2  # type: ignore[attr-defined,unused-ignore]
