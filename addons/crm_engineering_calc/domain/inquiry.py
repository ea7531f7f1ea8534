"""A customer's request as a site sends it: what may be in it, and which files with it.

Whoever sends it is a program of somebody else, or means harm: what is not of the type
that is asked for, or asked for by nobody, is refused, each field by its name.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Final, NamedTuple
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .texts import straighten

MOST_FILES: Final = 20
MOST_NAME: Final = 120
MOST_VALUE: Final = 1e12
MOST_OPENINGS: Final = 100
MOST_CELLS: Final = 50
MOST_CELL: Final = 200
# As many as one reads: an answer to what is all wrong is no longer than the request.
MOST_REFUSALS: Final = 50
# What a photo, a drawing or a paper is. Nothing of it is run by who opens it.
FILE_TYPES: Final = frozenset(
    {
        *("avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "png", "webp"),
        *("tif", "tiff", "dwf", "dwg", "dxf", "ifc", "skp", "step", "stp"),
        *("csv", "doc", "docx", "odp", "ods", "odt", "pdf", "ppt", "pptx"),
        *("rtf", "txt", "xls", "xlsx", "7z", "rar", "zip", "m4v", "mov", "mp4"),
    }
)
# Controls, halves of a character: no paper shows them, and the database keeps none.
UNSEEN: Final = frozenset({"Cc", "Cs"})
BREAKS: Final = frozenset("\n\r\t")
SEPARATORS: Final = re.compile(r"[/\\]")


def _check_line(text: str) -> str:
    if any(category(char) in UNSEEN for char in text):
        raise PydanticCustomError("unseen", "Signs that can't be shown")
    return text


def _check_text(text: str) -> str:
    _check_line("".join(char for char in text if char not in BREAKS))
    return text


def _straighten_line(value: object) -> object:
    # Telephones put such signs around the numbers that are copied from them.
    return straighten(value) if isinstance(value, str) else value


def _read_cell(value: object) -> float | str:
    if isinstance(value, str):
        text = straighten(_check_line(value.strip()))
        if 0 < len(text) <= MOST_CELL:
            return text
    # What is no number, and what is too long to be one, is between no bounds.
    elif (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and -MOST_VALUE <= value <= MOST_VALUE
    ):
        return float(value)
    raise PydanticCustomError("cell", "Give a number, or a short text")


LINE: Final = AfterValidator(_check_line)
STRAIGHT: Final = BeforeValidator(_straighten_line)
TEXT: Final = AfterValidator(_check_text)


def _fit(longest: int, pattern: str | None = None) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=longest, pattern=pattern
    )


EMAIL: Final = r"^[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\]+\.[^@\s,;:<>.]+$"
PHONE: Final = r"^\+?[\d\s().\-]*(\d[\s().\-]*){5}$"

Code = Annotated[str, _fit(64), LINE]
Line = Annotated[str, _fit(200), LINE, STRAIGHT]
Need = Annotated[str, _fit(10000), TEXT]
Consent = Annotated[str, _fit(2000), TEXT]
Email = Annotated[str, _fit(254, EMAIL), LINE, STRAIGHT]
Phone = Annotated[str, _fit(40, PHONE), LINE, STRAIGHT]
Zip = Annotated[str, _fit(24), LINE, STRAIGHT]
Country = Annotated[str, _fit(2, r"^[A-Z]{2}$")]
Language = Annotated[str, _fit(8, r"^[a-z]{2,3}([_-][A-Z]{2})?$")]
RequestId = Annotated[str, _fit(64, r"^[A-Za-z0-9._\-]{8,64}$")]
Value = Annotated[float, Field(allow_inf_nan=False, ge=-MOST_VALUE, le=MOST_VALUE)]
Values = Annotated[dict[Code, Value], Field(max_length=100)]

Cell = Annotated[float | str, PlainValidator(_read_cell)]
Opening = Annotated[dict[Code, Cell], Field(min_length=1, max_length=MOST_CELLS)]
Openings = Annotated[list[Opening], Field(max_length=MOST_OPENINGS)]


class Inquiry(BaseModel):
    """What a customer has written on a site.

    `request_id` is the site's own name of the request: sent again, it is the same one.
    `consent` are the words that the customer has agreed to. `measurements` are numbers
    by the codes that the direction asks the customer for, `openings` rows of what is
    measured of each window or room, by the codes of their columns.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    request_id: RequestId
    direction: Code
    name: Line
    need: Need
    email: Email | None = None
    phone: Phone | None = None
    company: Line | None = None
    street: Line | None = None
    street2: Line | None = None
    city: Line | None = None
    zip: Zip | None = None
    country: Country | None = None
    language: Language | None = None
    measurements: Values = Field(default_factory=dict)
    openings: Openings = Field(default_factory=list)
    consent: Consent | None = None

    @model_validator(mode="after")
    def _check_contact(self) -> "Inquiry":
        if not self.email and not self.phone:
            raise PydanticCustomError("contact", "Give an e-mail or a telephone number")
        return self


class SentFile(NamedTuple):
    """A file that comes with a request."""

    name: str
    content: bytes


class FieldRefusal(NamedTuple):
    """What is wrong with a field of a request, for who writes the site's program."""

    field: str
    message: str


class InquiryRefused(Exception):
    """A request can't be taken as it is; `refusals` say why."""

    def __init__(self, refusals: Iterable[FieldRefusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(self.refusals)


class TooManyRequests(Exception):
    """A site has sent all that it may for now."""


class RequestIdTaken(InquiryRefused):
    """A site has sent another request under the same id."""

    def __init__(self) -> None:
        super().__init__([FieldRefusal("request_id", "Another request has this id")])


def read_inquiry(data: object) -> Inquiry:
    """Return the request that a program has sent as `data`.

    :raises InquiryRefused: names each field that is not as it must be
    """
    try:
        return Inquiry.model_validate(data)
    except ValidationError as error:
        raise InquiryRefused(
            FieldRefusal(
                ".".join(map(str, fault["loc"]))[:MOST_NAME] or "request",
                fault["msg"],
            )
            for fault in islice(
                error.errors(include_url=False, include_input=False), MOST_REFUSALS
            )
        ) from error


def read_files(files: Iterable[SentFile]) -> tuple[SentFile, ...]:
    """Return the files of a request, under names that say no more than a name.

    :raises InquiryRefused: names each file that is not taken
    """
    read = tuple(SentFile(_get_name(file.name), file.content) for file in files)
    refusals = [
        FieldRefusal(f"files.{number}", reason)
        for number, file in enumerate(read)
        if (reason := _find_reason(file))
    ]
    if len(read) > MOST_FILES:
        refusals.append(FieldRefusal("files", f"More than {MOST_FILES} files"))
    if refusals:
        raise InquiryRefused(refusals)
    return read


def _get_name(name: str) -> str:
    """Return a file's name without folders and unseen signs, and not too long."""
    name = straighten(SEPARATORS.split(name)[-1])
    name = "".join(char for char in name if category(char) not in UNSEEN).strip(". ")
    stem, dot, kind = name.rpartition(".")
    return f"{stem[: MOST_NAME - len(kind) - 1]}{dot}{kind[:MOST_NAME]}"


def _find_reason(file: SentFile) -> str:
    stem, _dot, kind = file.name.rpartition(".")
    if not stem or kind.lower() not in FILE_TYPES:
        return "Files of this type are not taken"
    return "" if file.content else "The file is empty"


def get_digest(inquiry: Inquiry, files: Iterable[SentFile]) -> str:
    """Return what tells a request from another one with the same id."""
    told = json.dumps(inquiry.model_dump(), sort_keys=True)
    parts = [told] + [
        f"{file.name} {hashlib.sha256(file.content).hexdigest()}" for file in files
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
