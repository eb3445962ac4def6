"""Ad-hoc signatures of Mach-O files and of an .app, as Apple's `codesign --sign -` makes, and their check.

Written after Apple's open sources (cs_blobs.h of XNU, TN3126 on code directories). An ad-hoc signature names
nobody: it lets Apple silicon load the code, and shows what was changed since. For people the recipe beside
this file signs with a Developer ID, on a Mac.
"""

import hashlib
import plistlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = 4096
_MAGIC_64, _FAT = 0xFEEDFACF, 0xCAFEBABE
_ARM64 = 0x0100000C
_SEGMENT_64, _SIGNATURE = 0x19, 0x1D
_SUPERBLOB, _DIRECTORY, _REQUIREMENTS, _WRAPPER = 0xFADE0CC0, 0xFADE0C02, 0xFADE0C01, 0xFADE0B01
_SLOT_DIRECTORY, _SLOT_INFO, _SLOT_REQUIREMENTS, _SLOT_RESOURCES, _SLOT_WRAPPER = 0, 1, 2, 3, 0x10000
_ADHOC, _LINKER_SIGNED, _MAIN_BINARY = 0x2, 0x20000, 0x1
_SHA256 = 2
_DIRECTORY_FORM = ">IIIIIIIII4BIIIIQQQQ"
_VERSION = 0x20400
_NO_REQUIREMENTS = struct.pack(">III", _REQUIREMENTS, 12, 0)
_NO_WRAPPER = struct.pack(">II", _WRAPPER, 8)


class BadCode(Exception):
    """Not what it should be; the text says what."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Of one thin file: places in bytes. `signature` is where one begins, or where one would."""

    commands_end: int
    signature_command: int | None
    signature: int
    linkedit_command: int
    linkedit_offset: int
    text_offset: int
    text_size: int
    is_program: bool
    room: int


def thin(data: bytes) -> bytes:
    """The code for Apple silicon, out of a file for several processors. Raises BadCode when there is none."""
    if len(data) < 8 or struct.unpack(">I", data[:4])[0] != _FAT:
        return data
    (count,) = struct.unpack(">I", data[4:8])
    for number in range(count):
        kind, _sub, offset, size, _align = struct.unpack(">IIIII", data[8 + 20 * number : 28 + 20 * number])
        if kind == _ARM64:
            return data[offset : offset + size]
    raise BadCode("there is no code for Apple silicon in it")


def is_macho(data: bytes) -> bool:
    return len(data) > 32 and struct.unpack("<I", data[:4])[0] == _MAGIC_64


def read(data: bytes) -> Layout:
    if not is_macho(data):
        raise BadCode("not a Mach-O file of 64 bits")
    _magic, _cpu, _sub, kind, count, size, _flags, _ = struct.unpack("<8I", data[:32])
    at, first_content = 32, len(data)
    signature_command, signature, linkedit, linkedit_offset, text = None, len(data), 0, 0, (0, 0)
    for _ in range(count):
        command, length = struct.unpack("<II", data[at : at + 8])
        if command == _SEGMENT_64:
            name = data[at + 8 : at + 24].rstrip(b"\0")
            offset, file_size = struct.unpack("<QQ", data[at + 40 : at + 56])
            sections = struct.unpack("<I", data[at + 64 : at + 68])[0]
            places = [
                struct.unpack("<I", data[at + 120 + 80 * n : at + 124 + 80 * n])[0] for n in range(sections)
            ]
            first_content = min([first_content, *(place for place in places if place)])
            if name == b"__LINKEDIT":
                linkedit, linkedit_offset = at, offset
            elif name == b"__TEXT":
                text = (offset, file_size)
        elif command == _SIGNATURE:
            signature_command = at
            signature = struct.unpack("<I", data[at + 8 : at + 12])[0]
        at += length
    if not linkedit:
        raise BadCode("it has no __LINKEDIT segment")
    room = first_content - (32 + size)
    return Layout(32 + size, signature_command, signature, linkedit, linkedit_offset, *text, kind == 2, room)


def sign(data: bytes, name: str, *, info: bytes | None = None, resources: bytes | None = None) -> bytes:
    """The file with an ad-hoc signature in place of any that it had. `name`: its identifier.

    `info` and `resources`: the Info.plist and CodeResources that belong to an app's main program.
    """
    code = bytearray(thin(data))
    layout = read(bytes(code))
    del code[layout.signature :]
    code += bytes(-len(code) % 16)
    begin = len(code)
    special = {_SLOT_REQUIREMENTS: _NO_REQUIREMENTS}
    special |= {_SLOT_INFO: info} if info is not None else {}
    special |= {_SLOT_RESOURCES: resources} if resources is not None else {}
    length = _blob_length(begin, name, max(special))
    _announce(code, layout, begin, length)
    blob = _superblob(bytes(code), name, layout, special)
    return bytes(code) + blob + bytes(length - len(blob))


def _blob_length(code: int, name: str, special: int) -> int:
    pages = -(-code // PAGE)
    directory = struct.calcsize(_DIRECTORY_FORM) + len(name.encode()) + 1 + 32 * (special + pages)
    return -(-(12 + 3 * 8 + directory + len(_NO_REQUIREMENTS) + len(_NO_WRAPPER)) // 16) * 16


def _announce(code: bytearray, layout: Layout, begin: int, length: int) -> None:
    """The load command that tells where the signature is, and the segment that must reach to its end."""
    at = layout.signature_command
    if at is None:
        if layout.room < 16:
            raise BadCode("its header has no room for a signature")
        at = layout.commands_end
        count, size = struct.unpack("<II", code[16:24])
        code[16:24] = struct.pack("<II", count + 1, size + 16)
    code[at : at + 16] = struct.pack("<IIII", _SIGNATURE, 16, begin, length)
    file_size = begin + length - layout.linkedit_offset
    in_memory = -(-file_size // 0x4000) * 0x4000
    linkedit = layout.linkedit_command
    code[linkedit + 32 : linkedit + 40] = struct.pack("<Q", in_memory)
    code[linkedit + 48 : linkedit + 56] = struct.pack("<Q", file_size)


def _superblob(code: bytes, name: str, layout: Layout, special: dict[int, bytes]) -> bytes:
    parts = [
        (_SLOT_DIRECTORY, _directory(code, name, layout, special)),
        (_SLOT_REQUIREMENTS, _NO_REQUIREMENTS),
        (_SLOT_WRAPPER, _NO_WRAPPER),
    ]
    at = 12 + 8 * len(parts)
    index, content = b"", b""
    for slot, part in parts:
        index += struct.pack(">II", slot, at + len(content))
        content += part
    return struct.pack(">III", _SUPERBLOB, at + len(content), len(parts)) + index + content


def _directory(code: bytes, name: str, layout: Layout, special: dict[int, bytes]) -> bytes:
    pages = [code[at : at + PAGE] for at in range(0, len(code), PAGE)]
    slots = max(special)
    hashes = [_hash(special[slot]) if slot in special else bytes(32) for slot in range(slots, 0, -1)]
    hashes += [_hash(page) for page in pages]
    identifier = name.encode() + b"\0"
    head = struct.calcsize(_DIRECTORY_FORM)
    first = head + len(identifier) + 32 * slots
    length = head + len(identifier) + 32 * len(hashes)
    flags = _MAIN_BINARY if layout.is_program else 0
    fields = [_DIRECTORY, length, _VERSION, _ADHOC, first, head, slots, len(pages), len(code)]
    fields += [32, _SHA256, 0, PAGE.bit_length() - 1, 0, 0, 0, 0, 0]
    fields += [layout.text_offset, layout.text_size, flags]
    return struct.pack(_DIRECTORY_FORM, *fields) + identifier + b"".join(hashes)


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


@dataclass(frozen=True, slots=True)
class Signature:
    """What a valid signature tells. `special`: hashes by slot, 1 for Info.plist and 3 for CodeResources."""

    identifier: str
    is_adhoc: bool
    special: dict[int, bytes]
    code_hash: bytes
    """The first 20 bytes of the directory's hash, by which others name this code."""


def check(data: bytes) -> Signature:
    """Raises BadCode unless every page of it is what was signed, whoever signed it."""
    layout = read(data)
    if layout.signature_command is None:
        raise BadCode("it is not signed")
    blob = data[layout.signature :]
    magic, _length, count = struct.unpack(">III", blob[:12])
    if magic != _SUPERBLOB:
        raise BadCode("its signature is damaged")
    places = dict(struct.unpack(">II", blob[12 + 8 * n : 20 + 8 * n]) for n in range(count))
    return _check_directory(data, blob[places[_SLOT_DIRECTORY] :])


def _check_directory(data: bytes, directory: bytes) -> Signature:
    fields = struct.unpack(">IIIIIIIII4B", directory[:40])
    _magic, length, _version, flags, first, name_at, slots, pages, limit = fields[:9]
    size, kind, _platform, page_bits = fields[9:]
    if (size, kind) != (32, _SHA256):
        raise BadCode("its hashes are not SHA-256")
    page = 1 << page_bits
    for number in range(pages):
        content = data[number * page : min((number + 1) * page, limit)]
        if directory[first + 32 * number : first + 32 * number + 32] != _hash(content):
            raise BadCode(f"page {number} is not what was signed")
    name = directory[name_at : directory.index(b"\0", name_at)].decode()
    special = {slot: directory[first - 32 * slot : first - 32 * slot + 32] for slot in range(1, slots + 1)}
    return Signature(name, bool(flags & _ADHOC), special, _hash(directory[:length])[:20])


RESOURCES = "Contents/_CodeSignature/CodeResources"
_RULES: dict[str, Any] = {
    "^Resources/": True,
    r"^Resources/.*\.lproj/": {"optional": True, "weight": 1000.0},
    "^version.plist$": True,
}
_RULES_2: dict[str, Any] = {
    r".*\.dSYM($|/)": {"weight": 11.0},
    "^(.*/)?\\.DS_Store$": {"omit": True, "weight": 2000.0},
    "^(Frameworks|SharedFrameworks|PlugIns|Plug-ins|XPCServices|Helpers|MacOS|Library/(Automator|Spotlight|"
    "LoginItems))/": {"nested": True, "weight": 10.0},
    "^.*": True,
    r"^Info\.plist$": {"omit": True, "weight": 20.0},
    r"^PkgInfo$": {"omit": True, "weight": 20.0},
    "^Resources/": {"weight": 20.0},
    r"^Resources/.*\.lproj/": {"optional": True, "weight": 1000.0},
}


def sign_app(app: Path, program: str, identifier: str) -> None:
    """Every Mach-O file in `app`, then the list of everything else, then the main program over that."""
    main = app / "Contents/MacOS" / program
    for path in sorted((app / "Contents").rglob("*")):
        if path != main and path.is_file() and not path.is_symlink() and _is_code(path):
            path.write_bytes(sign(path.read_bytes(), path.stem))
    sealed = seal(app, main)
    target = app / RESOURCES
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(sealed)
    info = (app / "Contents/Info.plist").read_bytes()
    main.write_bytes(sign(main.read_bytes(), identifier, info=info, resources=sealed))


def seal(app: Path, main: Path) -> bytes:
    """CodeResources: what each file must be, code by its own signature."""
    files: dict[str, Any] = {}
    files_2: dict[str, Any] = {}
    contents = app / "Contents"
    for path in sorted(contents.rglob("*")):
        name = path.relative_to(contents).as_posix()
        if path == main or name in {"Info.plist", "PkgInfo"} or name.startswith("_CodeSignature/"):
            continue
        if path.is_symlink():
            files_2[name] = {"symlink": str(path.readlink())}
        elif path.is_file():
            content = path.read_bytes()
            files_2[name] = _nested(content) if is_macho(content) else {"hash2": _hash(content)}
            if name.startswith("Resources/"):
                files[name] = hashlib.sha1(content, usedforsecurity=False).digest()
    document = {"files": files, "files2": files_2, "rules": _RULES, "rules2": _RULES_2}
    return plistlib.dumps(document, sort_keys=True)


def _nested(content: bytes) -> dict[str, Any]:
    found = check(content).code_hash
    return {"cdhash": found, "requirement": f'cdhash H"{found.hex()}"'}


def check_app(app: Path, program: str) -> Signature:
    """Raises BadCode unless the app and everything in it is what was signed."""
    main = app / "Contents/MacOS" / program
    found = check(main.read_bytes())
    sealed = (app / RESOURCES).read_bytes()
    info = (app / "Contents/Info.plist").read_bytes()
    if found.special.get(_SLOT_INFO) != _hash(info) or found.special.get(_SLOT_RESOURCES) != _hash(sealed):
        raise BadCode("Info.plist or CodeResources is not what was signed")
    for path in sorted((app / "Contents").rglob("*")):
        if path.is_file() and not path.is_symlink() and _is_code(path):
            check(path.read_bytes())
    if plistlib.loads(sealed) != plistlib.loads(seal(app, main)):
        raise BadCode("a file was added, changed or taken away")
    return found


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(4)
    return head in {b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"}
