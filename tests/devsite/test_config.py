"""Constants on their way into wp-config.php."""

from __future__ import annotations

import json
import subprocess

import pytest

from devsite.config import SALTS, literal, salts


@pytest.mark.parametrize("value", ["", "l'été", "a\\", "\\'", "$x {$y}", "<?php ?>", "a\nb", 0, -3, True, False])
def test_php_reads_a_literal_as_it_was(value: str | int | bool) -> None:
    """PHP's own parser gives the value back."""
    done = subprocess.run(
        ["php", "-r", f"echo json_encode( {literal(value)} );"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == value


def test_salts_are_fresh() -> None:
    """Each site has its own, all of them different and long."""
    one, other = salts(), salts()
    assert set(one) == set(SALTS)
    assert len(set(one.values()) | set(other.values())) == 16
    assert all(len(str(salt)) >= 64 for salt in one.values())
