"""Numbers that the tests can make, too: those of pytorch.testing.ts."""
import math
import torch


def numbers(seed, shape, scale):
    """Lehmer's generator, exact in float32."""
    values = []
    for _ in range(math.prod(shape)):
        seed = seed * 16807 % 2147483647
        values.append((seed % 2001 - 1000) / 1024 * scale)
    return torch.tensor(values, dtype=torch.float64).reshape(shape)
