"""Workbooks as LibreOffice computes and saves them."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

OFFICE = shutil.which("soffice")
# No result that any workbook has: none of it may be left.
WRONG = b"-77777"
# It recalculates no workbook of another program, unless it is told to: 0 is always.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def recalculate(folder: Path, workbooks: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the workbooks by name, computed anew by one start of LibreOffice."""
    wrong = {name: with_wrong_results(data) for name, data in workbooks.items()}
    return save_as(folder, wrong, "xlsx")


def save_as(
    folder: Path, workbooks: Mapping[str, bytes], extension: str
) -> dict[str, bytes]:
    """Return the workbooks by name, saved in a format by one start of LibreOffice."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    files = {name: folder / f"{name}.xlsx" for name in workbooks}
    for name, file in files.items():
        file.write_bytes(workbooks[name])
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            extension,
            "--outdir",
            str(folder / "saved"),
            *map(str, files.values()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {
        name: (folder / "saved" / f"{name}.{extension}").read_bytes() for name in files
    }


def with_wrong_results(data: bytes) -> bytes:
    """Return the workbook with nonsense for the results of its formulas."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                results = rb"</f><v>[^<]*</v>"
                content = re.sub(results, b"</f><v>%s</v>" % WRONG, content)
            target.writestr(part.filename, content)
    return stream.getvalue()
