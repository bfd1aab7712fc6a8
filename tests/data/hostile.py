"""Files that somebody may choose, by mistake or on purpose: made anew, none is stored."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable

SOUND = "month,sales\n" + "".join(f"{2000 + i // 12}-{i % 12 + 1:02},{100 + i * i % 37}\n" for i in range(60))
MEBIBYTE = 2**20


def _zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", SOUND)
    return buffer.getvalue()


def _lines(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _column(values: list[object]) -> bytes:
    return _lines("value", *map(str, values))


FILES: dict[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "mark only.csv": lambda: b"\xef\xbb\xbf",
    "blanks.csv": lambda: b" \n\t\n \r\n" * 50,
    "commas.csv": lambda: b",,,\n" * 5000,
    "header only.csv": lambda: b"month,sales\n",
    "one row.csv": lambda: b"month,sales\n2001-01,5\n",
    "one number.csv": lambda: b"5",
    "no number.csv": lambda: b"name,town\nAnn,Oslo\nBob,Rome\n" * 20,
    "one value.csv": lambda: _column([7] * 100),
    "nearly one value.csv": lambda: _column([1e15 + i % 2 for i in range(100)]),
    "mostly gaps.csv": lambda: _lines("t,v", *(f"{i},{i if i % 3 else ''}" for i in range(90))),
    "long gap.csv": lambda: _lines("t,v", *(f"{i},{i * i if not 40 < i < 50 else 'NaN'}" for i in range(300))),
    "word among numbers.csv": lambda: _column([*range(70), "about 7", *range(30)]),
    "overflow.csv": lambda: _column([*range(70), "1e999", *range(30)]),
    "infinite.csv": lambda: _column([*range(70), "-inf", *range(30)]),
    "too large.csv": lambda: _column([1e300 * (i % 7) for i in range(100)]),
    "ragged.csv": lambda: SOUND.encode() + b"2010-01,5,6,7\n",
    "open quote.csv": lambda: b'a,b\n1,2\n"3,4\n' + b"5,6\n" * 300_000,
    "quote within.csv": lambda: b'a,b\n1,2\n3,"4"5\n' + b"5,6\n" * 100,
    "quotes only.csv": lambda: b'"' * 100_001,
    "nul.csv": lambda: SOUND.encode().replace(b"2004-01", b"2004\x0001"),
    "nuls only.csv": lambda: bytes(100_000),
    "random.csv": lambda: random.Random(1).randbytes(MEBIBYTE),
    "random without control.csv": lambda: bytes(random.Random(2).choices(range(0x20, 0x100), k=100_000)),
    "book.xlsx": _zipped,
    "zipped.csv.gz": lambda: gzip.compress(SOUND.encode()),
    "paper.pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(1000),
    "photo.csv": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
    "page.html": lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>\n" * 100,
    "tree.json": lambda: b'{"a": [1, 2, 3, {"b": null}]}\n' * 1000,
    "half of utf-16.csv": lambda: SOUND.encode("utf-16")[:-1],
    "lone surrogate.csv": lambda: b"\xff\xfe" + SOUND.encode("utf-16-le")[:200] + b"\x00\xd8" + b"1\x00" * 40,
    "utf-32.csv": lambda: SOUND.encode("utf-32")[:-2],
    "broken utf-8.csv": lambda: b"\xef\xbb\xbf" + SOUND.encode() + b"2010-01,\xff\xfe\n",
    "one long line.csv": lambda: b"1," * (2 * MEBIBYTE),
    "one long number.csv": lambda: b"9" * (4 * MEBIBYTE),
    "one long cell.csv": lambda: SOUND.encode() + b"2010-01," + b"9" * 150_000 + b"\n",
    "ten thousand columns.csv": lambda: _lines(*(",".join(str(i * j % 13) for j in range(10_000)) for i in range(25))),
    "a million rows.csv": lambda: b"".join(b"%d\n" % (i * i % 97) for i in range(1_000_000)),
    "a million blank rows.csv": lambda: b"\n" * 5_000_000,
    "blanks before.csv": lambda: b"\n" * 300_000 + SOUND.encode(),
    "a million empty cells.csv": lambda: b"v\n1\n2\n" + b"NA\n" * 1_000_000,
    "too many bytes.csv": lambda: b"1\n" * (3 * MEBIBYTE),
    "nested quotes.csv": lambda: b'"""' * 60_000 + b"\n",
    "only returns.csv": lambda: SOUND.encode().replace(b"\n", b"\r"),
    "control separator.csv": lambda: SOUND.encode().replace(b",", b"\x1f"),
    "strange separator.csv": lambda: b"sep=^\n" + SOUND.replace(",", "^").encode(),
    "separators at odds.csv": lambda: b"1;2,3\t4|5\n" * 40,
    "digits of other scripts.csv": lambda: _column(["٣٤" if i % 2 else "１２" for i in range(40)]),
    "formulas.csv": lambda: _column(["=1+1", '=HYPERLINK("http://example.org")', "@SUM(A1)"] * 20),
    "![x](http://example.org/x.png) <b>:red[x]$y$.csv": lambda: b"a,b\nx,y\n",
    "a‮vsc.exe\n\0" + "n" * 300: lambda: b"",
}
