"""Reads the old installation's bucket over S3, with the client that the extra `s3` brings."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.domain.errors import BadInput, ServerRefused, ServerUnreachable, UserError
from migrations.operate.adopting.files.objects import PIECE, UnreadableObjectError, refuse_too_many

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_CONNECT_S, _READ_S, _TRIES = 10, 60, 3
_NOWHERE = (None, None, os.devnull, None)
_ALONE = {
    "config_file": _NOWHERE,
    "credentials_file": _NOWHERE,
    "profile": (None, None, None, None),
}
"""Nothing of this computer's own S3 settings: neither another account nor another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketPlace:
    """Where a bucket is. `ca` is a file of authorities that its certificate is checked by."""

    url: str
    bucket: str
    region: str = "us-east-1"
    ca: Path | None = None

    def __post_init__(self) -> None:
        """Raises BadInput for anything but https, or http on this computer."""
        try:
            parts = urlsplit(self.url)
            # Asking for the port is what checks it (urllib.parse).
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or parts.scheme not in {"http", "https"} or parts.username or parts.query:
            raise BadInput("--s3 takes an address such as https://s3.clinic.example; nothing was changed.")
        if parts.scheme == "http" and host not in _LOCAL:
            raise BadInput(
                "Files of people must not cross a network unencrypted: --s3 takes https, or http on this "
                "computer only. Nothing was changed. Use a tunnel, or export the bucket to a folder and give "
                "--from."
            )


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of an account that may list and read the bucket."""

    key_id: str = field(repr=False)
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


class Bucket:
    """Objects of one bucket; close it. For one thread."""

    def __init__(self, place: BucketPlace, credentials: Credentials) -> None:
        """Raises UserError (no_s3) where the client is not installed."""
        self._bucket = place.bucket
        self._errors: Any
        self._client, self._errors = _client(place, credentials)

    def close(self) -> None:
        self._client.close()

    def listed(self, prefix: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        count = 0
        with self._told():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                contents = page.get("Contents", ())
                found.update((each["Key"], int(each["Size"])) for each in contents)
                # Of what was told, not of what is new: a store may tell the same again without an end.
                count += 1 + len(contents)
                refuse_too_many(count)
        # Consoles of S3 stores mark an empty folder by an object of such a name.
        return {key: size for key, size in found.items() if not key.endswith("/")}

    def read(self, key: str, limit: int) -> bytes:
        with self._told(of_one=True):
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
            try:
                pieces, left = [], limit
                # Never more than the limit, however much the store sends.
                while left and (piece := body.read(min(left, PIECE))):
                    pieces.append(piece)
                    left -= len(piece)
                return b"".join(pieces)
            finally:
                body.close()

    @contextmanager
    def _told(self, *, of_one: bool = False) -> Iterator[None]:
        """What the client raises, in plain words. A store that is not there ends all; other trouble `of_one`
        object is that object's."""
        try:
            yield
        except (self._errors.EndpointConnectionError, self._errors.ConnectTimeoutError):
            raise ServerUnreachable(
                "The S3 store does not answer. The files that were brought in are kept; the same command "
                "goes on once it is there."
            ) from None
        except self._errors.SSLError:
            raise ServerRefused(
                "The S3 store's certificate is not one that this computer trusts; nothing was read. Give its "
                "authority with --ca FILE.",
                code="untrusted",
            ) from None
        except self._errors.ClientError as error:
            if of_one:
                raise UnreadableObjectError from None
            raise _refused(str(error.response.get("Error", {}).get("Code", ""))) from None
        except (self._errors.BotoCoreError, OSError, ValueError, KeyError, TypeError):
            if of_one:
                raise UnreadableObjectError from None
            raise ServerRefused(
                "The S3 store's answer cannot be understood; nothing was changed. Check its address.",
                code="not_s3",
            ) from None


def _client(place: BucketPlace, credentials: Credentials) -> tuple[Any, Any]:
    """The client and the errors that it raises."""
    try:
        # Loaded here: it is an extra, and takes longer to load than the whole program.
        import boto3  # noqa: PLC0415
        from botocore import exceptions  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
        from botocore.session import Session  # noqa: PLC0415
    except ImportError:
        raise UserError(
            "Reading S3 needs a client that is not installed here: `pip install --require-hashes -r "
            "packaging/requirements/s3.txt`. Nothing was changed. Or export the bucket to a folder and give "
            "--from FOLDER.",
            code="no_s3",
        ) from None
    config = Config(
        connect_timeout=_CONNECT_S,
        read_timeout=_READ_S,
        retries={"mode": "standard", "total_max_attempts": _TRIES},
        # MinIO answers to its own name, not to one with the bucket before it.
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        # Older S3 stores refuse the checksums that newer clients send unasked.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        made = boto3.Session(botocore_session=Session(session_vars=_ALONE)).client(
            "s3",
            endpoint_url=place.url,
            region_name=place.region,
            aws_access_key_id=credentials.key_id,
            aws_secret_access_key=credentials.secret,
            aws_session_token=credentials.token,
            verify=True if place.ca is None else str(place.ca),
            config=config,
        )
    except (exceptions.BotoCoreError, ValueError):
        raise BadInput("The S3 address or region is not one; nothing was changed.") from None
    return made, exceptions


def _refused(code: str) -> UserError:
    if code in {"NoSuchBucket", "404"}:
        return BadInput("There is no such bucket; nothing was changed. Check --bucket.")
    # The store's words go onto a screen: letters and digits alone.
    reason = code[:40] if code.isalnum() else "no reason"
    return ServerRefused(
        f"The S3 store refused ({reason}); nothing was changed. Check the credentials: they must be allowed "
        "to list and read this bucket.",
        code="s3_refused",
    )
