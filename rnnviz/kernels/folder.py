"""The folder where kernels are kept, so that a second start compiles nothing."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

VARIABLE = "RNNVIZ_KERNELS"
"""The environment variable that names another folder than the user's own."""

MOST_CELLS = 200
MOST_VERSIONS = 3
_HERE = Path(__file__).parent
_SOURCES = (
    *sorted((_HERE / "numeric").glob("*.py")),
    *(_HERE / f"{n}.py" for n in ("program", "source", "loops", "gradient")),
)


def chosen_root() -> Path:
    """Where kernels of all versions are kept on this machine, for this user."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "rnnviz" / "kernels"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/rnnviz/kernels"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rnnviz" / "kernels"


@cache
def root() -> Path:
    """`chosen_root`, or where nothing can be written there, a folder that lives as long as this process."""
    chosen = chosen_root()
    try:
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=chosen):
            return chosen
    except OSError:
        import atexit

        made = Path(tempfile.mkdtemp(prefix="rnnviz-kernels-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        return made


@cache
def package() -> str:
    """The name of the package of kernels that this version of everything makes: another for each."""
    made_by = [platform.python_version(), platform.machine(), _processor()]
    made_by += [version(library) for library in ("numba", "llvmlite", "numpy")]
    found = hashlib.sha256("\n".join(made_by).encode())
    for path in _SOURCES:
        found.update(path.read_bytes())
    return f"rnnviz_kernels_{found.hexdigest()[:16]}"


def home() -> Path:
    """The folder of that package, with the files that are the same for every cell."""
    folder = root() / package()
    if not (folder / "__init__.py").exists():
        folder.mkdir(exist_ok=True, mode=0o700)
        # The one that says that all is there is written last.
        for path in sorted((_HERE / "numeric").glob("*.py"), key=lambda path: path.stem == "__init__"):
            write(folder / path.name, path.read_text(encoding="utf-8"))
    return folder


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all, also where other processes write it at the same time."""
    if path.exists():
        return
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    os.replace(file.name, path)


def make_room() -> None:
    """Throw away what was not used for longest: cells beyond `MOST_CELLS`, versions beyond `MOST_VERSIONS`."""
    versions = sorted((p for p in root().glob("rnnviz_kernels_*") if p.name != package()), key=_last_use)
    for old in versions[: max(0, len(versions) - MOST_VERSIONS + 1)]:
        shutil.rmtree(old, ignore_errors=True)
    cells = sorted(home().glob("cell_*.py"), key=_last_use)
    for path in cells[: max(0, len(cells) - MOST_CELLS)]:
        for part in (path, path.with_suffix(".ready"), *(home() / "__pycache__").glob(f"{path.stem}.*")):
            part.unlink(missing_ok=True)


def _last_use(path: Path) -> float:
    try:
        return path.stat().st_atime if path.is_dir() else path.with_suffix(".ready").stat().st_mtime
    except OSError:
        return 0.0


def _processor() -> str:
    from llvmlite import binding
    from numba.core import config as numba

    # Where Numba is told to compile for another machine: its settings are made when it is loaded.
    told = f"{vars(numba)['CPU_NAME']} {vars(numba)['CPU_FEATURES']}"
    return f"{told} {binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
