"""Writes reference.safetensors with the format's own implementation (pip install safetensors numpy): what it writes, we read."""
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "single": np.array([[1.5, -0.0, 2.0**-149]], dtype=np.float32),
        "double": np.array([[0.1, -0.0], [5e-324, 1.7976931348623157e308]], dtype=np.float64),
        "whole": np.array([-(2**31), 0, 2**31 - 1], dtype=np.int32),
        "none": np.zeros((0, 3)),
        "scalar": np.array(3.25),
    },
    Path(__file__).with_name("reference.safetensors"),
    metadata={"writer": "the reference implementation"},
)
