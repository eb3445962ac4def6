"""What Python's zipfile raises for a damaged archive: far more than BadZipFile."""

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,  # a member that the directory does not list
    RuntimeError,  # a flag that means "encrypted", or (NotImplementedError) a later version of the format
    ValueError,  # a name that is no text, a place before the file's start
)
"""Any single flipped byte of an archive raises one of these, is found by a digest, or means nothing."""
