"""How the database of jobs is reached."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bridge.jobs.database import create_tables, open_database

#: Another process that looks into the database, and is the last to close it as far as locks tell.
LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM bridge_job").fetchall()
connection.close()
"""


def test_making_the_tables_again_lets_go_of_no_lock(tmp_path: Path) -> None:
    """A process that opens and closes the file beside its connections would lose their locks (POSIX, fcntl): the next
    process to close it would then delete the write-ahead log under them, and they would find a malformed database.
    """
    file = tmp_path / "jobs.sqlite"
    first, second = (open_database(f"sqlite:///{file}") for _ in range(2))
    create_tables(first)
    with first.connect() as held:
        held.exec_driver_sql("SELECT count(*) FROM bridge_job")
        create_tables(second)
        subprocess.run([sys.executable, "-c", LOOK, str(file)], check=True)
        assert (tmp_path / "jobs.sqlite-wal").exists()
        assert held.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    first.dispose()
    second.dispose()


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Texts of drafts lie in it: nobody else on the machine may read it."""
    engine = open_database(f"sqlite:///{tmp_path}/jobs.sqlite")
    create_tables(engine)
    engine.dispose()
    assert (tmp_path / "jobs.sqlite").stat().st_mode & 0o777 == 0o600
