"""Files that cost whoever reads them far more than who sends them, each made small and fast."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping

import polars as pl
import xlsxwriter

from credit_panel.uploads.exchange import with_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
HEADER = "NAME_CONTRACT_TYPE,AMT_INCOME_TOTAL,AMT_CREDIT,DAYS_BIRTH"
LINE = "Cash loans,150000,450000,-14600"
GOOD = f"{HEADER}\n{LINE}\n".encode()


def workbook(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a workbook that an application wrote, with some of its parts replaced."""
    made, out = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made) as served:
        for row, line in enumerate((HEADER, LINE)):
            (served.worksheets() or [served.add_worksheet()])[0].write_row(row, 0, line.split(","))
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, parts.get(name) or source.read(name))
    return out.getvalue()


def sheet(rows: str) -> bytes:
    """Return a workbook whose first sheet holds those rows."""
    return workbook({SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'})


def long_attribute() -> bytes:
    return sheet(f'<row r="1" spans="{"1" * 16_000_000}"/>')


def longer_attribute() -> bytes:
    return sheet(f'<row r="1" spans="{"1" * 50_000_000}"/>')


def many_attributes() -> bytes:
    return sheet(f"<row {' '.join(f'a{n}=""' for n in range(1_500_000))}/>")


def empty_rows() -> bytes:
    return sheet("".join(f'<row r="{n}"/>' for n in range(1, 900_000)))


def deep_nesting() -> bytes:
    return sheet("<row>" * 400_000 + "</row>" * 400_000)


def shared_texts() -> bytes:
    return workbook({TEXTS: f'<sst xmlns="{MAIN}">{"<si><t/></si>" * 240_000}</sst>'})


def long_shared_text() -> bytes:
    return workbook({TEXTS: f'<sst xmlns="{MAIN}"><si><t>{"&#65;" * 11_000_000}</t></si></sst>'})


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, b" " * 100_000_000)
    return out.getvalue()


def other_archive() -> bytes:
    """An .ods, as far as a reader of .xlsx can see."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def every_cell_wrong() -> bytes:
    names = HEADER.split(",") + [f"FLAG_DOCUMENT_{n}" for n in range(2, 22)]
    return "\n".join([",".join(names), *[",".join(["zz"] * len(names))] * 1_000]).encode()


def long_category(rows: int, letters: int = 1_000_000) -> bytes:
    """A Parquet of a kilobyte in which every application has the same category of a million letters."""
    category = pl.Series([("a" * letters)]).cast(pl.Categorical)
    frame = pl.DataFrame({"NAME_CONTRACT_TYPE": category.gather([0] * rows)})
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=22)
    return out.getvalue()


def long_history(rows: int = 20_000) -> bytes:
    """A Parquet of a kilobyte whose rows all have the same text of a million letters."""
    text = pl.Series(["a" * 1_000_000]).cast(pl.Categorical).gather([0] * rows)
    out = io.BytesIO()
    pl.DataFrame({"SK_ID_CURR": [1] * rows, "SK_ID_BUREAU": [1] * rows, "CREDIT_TYPE": text}).write_parquet(out)
    return out.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def excel(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_excel(out)
    return out.getvalue()


def false_count() -> bytes:
    """A Parquet of a million rows that says it has ten thousand."""
    content = parquet(pl.select(AMT_CREDIT=pl.repeat(1.0, 1_000_000)))
    return content.replace(_varint(2_000_000), _varint(20_000))


def _varint(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


APPLICATIONS: Mapping[str, Callable[[], bytes]] = {
    "long attribute": long_attribute,
    "many attributes": many_attributes,
    "empty rows": empty_rows,
    "deep nesting": deep_nesting,
    "shared texts": shared_texts,
    "long shared text": long_shared_text,
    "zip bomb": zip_bomb,
    "blank lines": lambda: b"\n" * 9_900_000,
    "one long line": lambda: HEADER.encode() + b"\n" + b"x" * 9_900_000,
    "zero bytes": lambda: f"{HEADER}\n{LINE}\0\n".encode(),
    "gzip": lambda: gzip.compress(b" " * 10_000_000),
    "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    "ods": other_archive,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
}
"""Of which nothing can be read, in the place of a file of applications."""

DRIFT: Mapping[str, Callable[[], bytes]] = {
    "category of a million letters": lambda: long_category(20_000),
    "category of 300 kB": lambda: long_category(300, 300_000),
    "commas": lambda: b"AMT_CREDIT" + b"," * 2_000_000,
    "commas below a heading": lambda: b"AMT_CREDIT\n" + (b"," * 1_000_000 + b"\n") * 10,
    "one long line": lambda: b"AMT_CREDIT\n" + b"1\n" * 300 + b"1" * 10_000_000,
    "zero bytes": lambda: b"AMT_CREDIT\n" + b"1\n" * 5_000 + b"\0\n",
    "gzip": lambda: gzip.compress(b"AMT_CREDIT\n" + b"1\n" * 30_000_000, 1),
    "gzip with a heading": lambda: b"\x1f\x8b\x08\x08\0\0\0\0\0\0,AMT_CREDIT,\n\0" + gzip.compress(b" " * 9_000)[10:],
    "10,000 columns": lambda: parquet(pl.DataFrame({f"c{n}": [1.0] for n in range(10_000)})),
    "nested": lambda: parquet(pl.DataFrame({"AMT_CREDIT": [[[1.0]]] * 300})),
    "nested category": lambda: parquet(pl.DataFrame({"NAME_CONTRACT_TYPE": [{"a": {"b": "c"}}] * 300})),
    "ten million equal rows": lambda: parquet(pl.select(AMT_CREDIT=pl.repeat(1.0, 10_000_000))),
    "false count": false_count,
    "truncated": lambda: parquet(pl.select(AMT_CREDIT=pl.repeat(1.0, 1_000)))[:-40],
    "no footer": lambda: b"PAR1" + bytes(200) + b"PAR1",
    "long footer": lambda: b"PAR1" + b"\x15" * 5_000_000 + (5_000_000).to_bytes(4, "little") + b"PAR1",
    "encrypted footer": lambda: b"PARE" + bytes(200) + b"\x64\0\0\0PARE",
}
"""The same in the place of a drift file."""

HISTORIES: Mapping[str, Callable[[], bytes]] = {
    "category of a million letters": lambda: with_name("bureau.parquet", long_history()),
    "zip bomb": lambda: with_name("all.zip", zip_bomb()),
    "nested zip": lambda: with_name("bureau.csv", b"PK\x03\x04" + bytes(1_000)),
    "commas": lambda: with_name("bureau.csv", (b"SK_ID_CURR,SK_ID_BUREAU" + b"," * 99_000 + b"\n") * 90),
    "blank lines": lambda: with_name("bureau.csv", b"\n" * 9_900_000),
    "too many rows": lambda: with_name(
        "bureau_balance.csv", b"SK_ID_BUREAU,MONTHS_BALANCE,STATUS\n" + b"1,0,C\n" * 600_000
    ),
    "gzip": lambda: with_name("bureau.csv.gz", gzip.compress(b" " * 10_000_000)),
    "ten million equal rows": lambda: with_name(
        "bureau.parquet", parquet(pl.select(SK_ID_CURR=pl.repeat(1, 10_000_000), SK_ID_BUREAU=pl.repeat(1, 10_000_000)))
    ),
    "truncated": lambda: with_name("bureau.parquet", parquet(pl.select(SK_ID_CURR=pl.repeat(1, 1_000)))[:-40]),
    "no name": lambda: b"x" * 1_000,
}
"""The same in the place of a file of histories, with its name."""
