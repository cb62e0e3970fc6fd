"""As lib/core/signal/uniform-grid.ts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class UniformGrid:
    """Equally spaced times: sample k lies at start_ms + k * step_ms."""

    start_ms: float
    step_ms: float
    sample_count: int

    def times_ms(self) -> np.ndarray:
        """Returns (sample_count,) the time of each sample."""
        return self.start_ms + np.arange(self.sample_count) * self.step_ms
