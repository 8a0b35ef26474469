"""Writes pytorch.json: convolutions and poolings of random sizes with their gradients, by PyTorch.

Operands are whole numbers from a generator that the test repeats, so every result is exact in float64; of each array
only two weighted sums are kept. Average pooling uses multiples of 720720, which every window of up to 16 divides.
'same' padding is worked out here by its definition: as far as makes the output ceil(input / stride) long.
Needs torch. Run: python3 pytorch.py
"""
import json
import math
import random
import torch
import torch.nn.functional as F

random.seed(20)


def numbers(seed, shape, scale=1, spread=9):
    """Lehmer's generator: the same numbers as in pytorch.test.ts."""
    out, state = [], seed
    for _ in range(math.prod(shape)):
        state = state * 16807 % 2147483647
        out.append(scale * (state % spread - spread // 2))
    return torch.tensor(out, dtype=torch.float64).reshape(shape)


def sums(t):
    flat = [int(v) for v in t.detach().reshape(-1).tolist()]
    return [sum(v * (i * 31 % 97 - 48) for i, v in enumerate(flat)), sum(v * (i * 57 % 101 - 50) for i, v in enumerate(flat))]


def same(size, kernel, stride, dilation):
    span = dilation * (kernel - 1) + 1
    total = max((-(-size // stride) - 1) * stride + span - size, 0)
    return total // 2, total - total // 2


def pads(padding, size, kernel, stride, dilation=(1, 1)):
    """[left, right, top, bottom], as F.pad has them."""
    if padding == "same":
        (top, bottom), (left, right) = [same(size[i], kernel[i], stride[i], dilation[i]) for i in (0, 1)]
    elif isinstance(padding, int):
        top = bottom = left = right = padding
    elif len(padding) == 2:
        top, left = bottom, right = padding
    else:
        top, right, bottom, left = padding
    return [left, right, top, bottom]


def pick(low, high):
    return random.randint(low, high)


def random_padding(limit):
    sides = [pick(0, limit[i % 2]) for i in range(4)]
    return random.choice([0, "same", pick(0, min(limit)), sides[:2], sides])


rows = []
while len(rows) < 260:
    groups = random.choice([1, 1, 1, 2, 3])
    per_group = pick(1, 3)
    if random.random() < 0.2:
        groups, per_group = pick(2, 4), 1  # depthwise
    x_shape = [pick(1, 2), groups * per_group, pick(1, 9), pick(1, 9)]
    k_shape = [groups * pick(1, 3), per_group, pick(1, 4), pick(1, 4)]
    stride, dilation = [pick(1, 3), pick(1, 3)], random.choice([[1, 1], [pick(1, 3), pick(1, 3)]])
    padding = random_padding((3, 3))
    padded = pads(padding, x_shape[2:], k_shape[2:], stride, dilation)
    if any(x_shape[2 + i] + padded[2 - 2 * i] + padded[3 - 2 * i] < dilation[i] * (k_shape[2 + i] - 1) + 1 for i in (0, 1)):
        continue
    seed = pick(1, 10**6)
    x, k = numbers(seed, x_shape).requires_grad_(), numbers(seed + 1, k_shape).requires_grad_()
    bias = numbers(seed + 2, k_shape[:1]).requires_grad_() if random.random() < 0.5 else None
    y = F.conv2d(F.pad(x, padded), k, bias, stride, 0, dilation, groups)
    y.backward(numbers(seed + 3, list(y.shape)))
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    rows.append({"op": "conv2d", "seed": seed, "x": x_shape, "k": k_shape, "bias": bias is not None, "options": options, "shape": list(y.shape),
                 "sums": [sums(t) for t in ([y, x.grad, k.grad] + ([bias.grad] if bias is not None else []))]})

while len(rows) < 420:
    kind = random.choice(["max", "average", "averageInside"])
    size = [pick(1, 4), pick(1, 4)]
    x_shape = [pick(1, 2), pick(1, 3), pick(1, 9), pick(1, 9)]
    stride = random.choice([size, [pick(1, 3), pick(1, 3)]])
    padding = random_padding((size[0] - 1, size[1] - 1))
    padded = pads(padding, x_shape[2:], size, stride)
    if any(x_shape[2 + i] + padded[2 - 2 * i] + padded[3 - 2 * i] < size[i] for i in (0, 1)):
        continue
    seed = pick(1, 10**6)
    # distinct enough that equal greatest ones, which PyTorch also resolves to the first, occur but rarely
    x = (numbers(seed, x_shape, 1, 1001) if kind == "max" else numbers(seed, x_shape, 720720)).requires_grad_()
    if kind == "max":
        y = F.max_pool2d(F.pad(x, padded, value=-math.inf), size, stride)
    else:
        y = F.avg_pool2d(F.pad(x, padded), size, stride)
        if kind == "averageInside":
            y = y / F.avg_pool2d(F.pad(torch.ones_like(x), padded), size, stride).detach()
            y = y + (y.detach().round() - y.detach())  # the quotient of two rounded means, back to the whole number it is
    y.backward(numbers(seed + 1, list(y.shape), 1 if kind == "max" else 720720))
    gradient = x.grad if kind == "max" else x.grad.round()
    rows.append({"op": kind, "seed": seed, "x": x_shape, "size": size, "options": {"stride": stride, "padding": padding}, "shape": list(y.shape),
                 "sums": [sums(y.round() if kind != "max" else y), sums(gradient)]})

with open("pytorch.json", "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n")
