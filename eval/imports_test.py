"""Dependencies point one way: a package imports itself and what stands left of it."""

import ast
from pathlib import Path

PACKAGES = ("corpus", "index", "assistant", "eval")
ROOT = Path(__file__).resolve().parent.parent


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, wherever in it the import stands."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in names}


def test_no_import_points_upward() -> None:
    """No file of a package imports from a package that stands right of its own."""
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for position, package in enumerate(PACKAGES)
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in sorted(imported(path) & set(PACKAGES[position + 1 :]))
    ]
    assert upward == []
