"""The import directions of the design, held by reading every module's imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "bridge"

#: part -> the other parts of `bridge` that it may import. `errors` is a leaf that all may import.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "article": set(),
    "writer": {"article"},
    "checks": {"article"},
    "wordpress": set(),
    "report": {"article", "checks", "wordpress", "pipeline"},
    "pipeline": {"article", "writer", "checks", "wordpress", "report"},
    "config": set(),
    "jobs": {"pipeline", "config", "article", "wordpress", "writer"},
    "web": {"jobs", "config"},
    "cli": {"article", "writer", "checks", "wordpress", "report", "pipeline", "config", "jobs", "web"},
    "__init__": set(),
    "__main__": {"cli"},
}

#: third-party packages that one part alone may import
ONLY_IN = {
    "flask": {"web"},
    "waitress": {"web"},
    "dbos": {"jobs"},
    "sqlalchemy": {"jobs"},
    "click": {"cli"},
    "rich": {"cli"},
    "anthropic": {"writer"},
    "requests": {"wordpress"},
}


def part_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The absolute dotted names that a module imports; relative imports stay inside their part and are left out."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level > 1:
            pytest.fail(f"{path}: a relative import that leaves its folder hides its direction")
    return names


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_design(path: Path) -> None:
    """A module imports only the parts that the design allows its own part."""
    part = part_of(path)
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("bridge.")} - {"__version__", part}
    assert used - {"errors"} <= MAY_IMPORT[part], f"{part} may not import {used - MAY_IMPORT[part]}"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_each_framework_stays_in_its_part(path: Path) -> None:
    """Flask is known to web alone, DBOS to jobs, click to cli, the SDK to the writer."""
    for name in {name.split(".")[0] for name in imports_of(path)} & ONLY_IN.keys():
        assert part_of(path) in ONLY_IN[name], f"{name} belongs to {ONLY_IN[name]}"
