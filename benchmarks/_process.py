"""What a process takes: memory and processor time. Linux tells; elsewhere there is no answer."""

from __future__ import annotations

import os
from pathlib import Path


def memory(pid: int) -> float | None:
    """Megabytes that the process has for itself (proportional set size)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def processor_seconds(pid: int) -> float | None:
    """Seconds of processor time that the process has used so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
