"""Networks drawn at random, by PyTorch: outputs, losses, gradients and five steps of training, as the tests can make them too.

    /usr/bin/python3 randomNetworks.py > randomNetworks.json          (torch 1.13)

Layers are written with the names and options of model files (saved/layerKinds.ts). Arrays are told by their scalar product with
random numbers. A network whose float32 or slightly changed run parts from the float64 one is drawn again: it stands at a kink.
"""
import json
import math
import random
import torch
from torch import nn
from torch.nn import functional as F

from torch_numbers import numbers

torch.set_num_threads(1)
networks, steps = 40, 5
draw = random.Random(20261127)


def told(array):
    return (array.detach().double().flatten() * numbers(999, [array.numel()], 1.0)).sum().item()


class Layer(nn.Module):
    def __init__(self, f, **modules):
        super().__init__()
        self.f = f
        for name, module in modules.items():
            setattr(self, name, module)

    def forward(self, x):
        return self.f(self, x)


def pair(most):
    return [draw.randint(1, most), draw.randint(1, most)]


def window(size, span, shape, stride, padding):
    """[top, right, bottom, left], and the shape after; None where it does not fit."""
    if padding == "same":
        total = [max((math.ceil(length / s) - 1) * s + k - length, 0) for length, s, k in zip(shape[1:], stride, span)]
        sides = [total[0] // 2, total[1] - total[1] // 2, total[0] - total[0] // 2, total[1] // 2]
    elif padding == "valid":
        sides = [0, 0, 0, 0]
    else:
        sides = [padding] * 4 if isinstance(padding, int) else padding * 2 if len(padding) == 2 else padding
    out = [(shape[1] + sides[0] + sides[2] - span[0]) // stride[0] + 1, (shape[2] + sides[1] + sides[3] - span[1]) // stride[1] + 1]
    return (sides, out) if min(out) >= 1 else None


def padded(sides, value, module):
    top, right, bottom, left = sides
    return Layer(lambda self, x: self.module(F.pad(x, (left, right, top, bottom), value=value)), module=module)


def convolution(shape, keeps):
    channels = shape[0]
    groups = draw.choice([g for g in (1, 1, 2, 3, 4) if channels % g == 0])
    size, dilation = pair(3), draw.choice([[1, 1], pair(2)])
    stride = [1, 1] if keeps else draw.choice([[1, 1], pair(3)])
    padding = "same" if keeps else draw.choice(["same", "valid", draw.randint(0, 2), [draw.randint(0, 2), 1], [draw.randint(0, 2) for _ in range(4)]])
    filters = channels if keeps else groups * draw.randint(1, 3)
    found = window(size, [d * (k - 1) + 1 for d, k in zip(dilation, size)], shape, stride, padding)
    if found is None:
        return None
    options = {"filters": filters, "size": size, "stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "bias": draw.random() < 0.7}
    module = nn.Conv2d(channels, filters, size, stride, 0, dilation, groups, options["bias"])
    return {"kind": "conv2d", "options": options}, padded(found[0], 0.0, module), [filters, *found[1]]


def pooling(kind, shape, keeps):
    size = draw.choice([[1, 1], [3, 3], [3, 1]]) if keeps else pair(3)
    stride = [1, 1] if keeps else draw.choice([size, pair(3)])
    padding = "same" if keeps else draw.choice([0, "same", "valid", [draw.randint(0, size[0] - 1), draw.randint(0, size[1] - 1)], [draw.randint(0, size[i % 2] - 1) for i in range(4)]])
    found = window(size, size, shape, stride, padding)
    if found is None or max(found[0][0], found[0][2]) >= size[0] or max(found[0][1], found[0][3]) >= size[1]:
        return None
    module = padded(found[0], -math.inf, nn.MaxPool2d(size, stride)) if kind == "maxPool2d" else padded(found[0], 0.0, nn.AvgPool2d(size, stride))
    return {"kind": kind, "options": {"size": size, "stride": stride, "padding": padding}}, module, [shape[0], *found[1]]


def batch_norm(shape):
    options = {"momentum": draw.choice([0.1, 0.5, 1]), "epsilon": draw.choice([1e-5, 1e-2])}
    module = nn.BatchNorm1d(shape[0], momentum=options["momentum"], eps=options["epsilon"])
    return {"kind": "batchNorm", "options": options}, Layer(lambda self, x: self.module(x.reshape(*x.shape[:2], -1) if x.dim() > 3 else x).reshape(x.shape), module=module), shape


def anywhere(shape, depth):
    kind = draw.choice(["batchNorm", "batchNorm", "layerNorm", "dropout", "residual", "residual", "relu", "leakyRelu", "tanh", "sigmoid", "gelu", "softmax"])
    if kind == "batchNorm":
        return batch_norm(shape)
    if kind == "layerNorm":
        epsilon = draw.choice([1e-5, 1e-2])
        return {"kind": kind, "options": {"epsilon": epsilon}}, nn.LayerNorm(shape[-1], eps=epsilon), shape
    if kind == "residual":
        if depth > 1:
            return None
        inner = [one for one in (layer(shape, depth + 1, True) for _ in range(draw.randint(0, 3))) if one is not None]
        return ({"kind": kind, "options": {}, "layers": [spec for spec, _, _ in inner]},
                Layer(lambda self, x: x + self.module(x), module=nn.Sequential(*[module for _, module, _ in inner])), shape)
    slope = draw.choice([0, 0.01, 0.3, 1])
    options = {"dropout": {"rate": 0}, "leakyRelu": {"slope": slope}}.get(kind, {})
    module = {"dropout": lambda: nn.Dropout(0), "relu": nn.ReLU, "leakyRelu": lambda: nn.LeakyReLU(slope), "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "gelu": nn.GELU,
              "softmax": lambda: nn.Softmax(-1)}[kind]()
    return {"kind": kind, "options": options}, module, shape


def layer(shape, depth=0, keeps=False):
    """[as in a model file, as PyTorch has it, the shape after it]; None where what was drawn does not fit."""
    if draw.random() < 0.45:
        return anywhere(shape, depth)
    if len(shape) == 1:
        units, bias = shape[0] if keeps else draw.randint(1, 7), draw.random() < 0.8
        return {"kind": "dense", "options": {"units": units, "bias": bias}}, nn.Linear(shape[0], units, bias), [units]
    if len(shape) == 3:
        kind = draw.choice(["conv2d", "conv2d", "conv2d", "maxPool2d", "averagePool2d", "globalAveragePool2d"])
        if kind == "conv2d":
            return convolution(shape, keeps)
        if kind != "globalAveragePool2d":
            return pooling(kind, shape, keeps)
        return None if keeps else ({"kind": kind, "options": {}}, Layer(lambda self, x: x.mean((2, 3))), shape[:1])
    return None if keeps else ({"kind": "flatten", "options": {}}, nn.Flatten(), [math.prod(shape)])


def network():
    kind = draw.choice(["image", "image", "flat", "words", "rows"])
    shape = {"image": [draw.randint(1, 4), draw.randint(1, 7), draw.randint(1, 7)], "flat": [draw.randint(1, 8)], "words": [draw.randint(1, 3), 2][:draw.randint(1, 2)],
             "rows": [draw.randint(1, 3), draw.randint(1, 4)]}[kind]
    given, specs, modules = shape, [], []
    if kind == "words":
        specs, modules, shape = [{"kind": "embedding", "options": {"count": 5, "width": 3}}], [Layer(lambda self, x: self.module(x.long()), module=nn.Embedding(5, 3))], [*shape, 3]
    for one in (layer(shape) for _ in range(draw.randint(2, 6))):
        if one is not None:
            specs, modules, shape = [*specs, one[0]], [*modules, one[1]], one[2]
    units = draw.randint(2, 4)
    last = [({"kind": "flatten", "options": {}}, nn.Flatten()), ({"kind": "dense", "options": {"units": units, "bias": True}}, nn.Linear(math.prod(shape), units))]
    return given, [*specs, *[spec for spec, _ in last]], nn.Sequential(*modules, *[module for _, module in last]), units


def fill(net):
    """Parameters in their order, in torch's layout, then the moments of batch normalisation; no gradient yet."""
    net.zero_grad()
    with torch.no_grad():
        for seed, parameter in enumerate(net.parameters(), 1):
            parameter.copy_(numbers(seed, list(parameter.shape), 0.8))
        for norm in moments(net):
            norm.running_mean.copy_(numbers(51, list(norm.running_mean.shape), 0.5))
            norm.running_var.copy_(1 + numbers(52, list(norm.running_var.shape), 0.5).abs())


def moments(net):
    return [module for module in net.modules() if isinstance(module, nn.BatchNorm1d)]


def optimizer_of():
    rate, decay, epsilon = draw.choice([0.1, 0.01]), draw.choice([0, 0.05]), draw.choice([1e-3, 1e-4])
    momentum = draw.choice([0, 0.5, 0.9])
    beta1, beta2 = draw.choice([0, 0.9]), draw.choice([0.5, 0.999])
    return draw.choice([
        ({"name": "sgd", "learningRate": rate, "momentum": momentum, "nesterov": momentum > 0 and draw.random() < 0.5, "weightDecay": decay},
         lambda o: lambda p: torch.optim.SGD(p, lr=rate, momentum=momentum, nesterov=o["nesterov"], weight_decay=decay)),
        ({"name": "rmsProp", "learningRate": rate / 10, "decay": beta2, "momentum": momentum, "epsilon": epsilon, "weightDecay": decay},
         lambda _: lambda p: torch.optim.RMSprop(p, lr=rate / 10, alpha=beta2, eps=epsilon, momentum=momentum, weight_decay=decay)),
        ({"name": "adam", "learningRate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weightDecay": decay},
         lambda _: lambda p: torch.optim.Adam(p, lr=rate, betas=(beta1, beta2), eps=epsilon, weight_decay=decay)),
        ({"name": "adamW", "learningRate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weightDecay": decay},
         lambda _: lambda p: torch.optim.AdamW(p, lr=rate, betas=(beta1, beta2), eps=epsilon, weight_decay=decay)),
    ])


losses = {
    "crossEntropy": lambda y, t: F.cross_entropy(y, t.argmax(1), reduction="none"),
    "meanSquaredError": lambda y, t: ((y - t) ** 2).mean(1),
    "huber": lambda y, t: F.huber_loss(y, t, reduction="none", delta=0.5).mean(1),
    "binaryCrossEntropy": lambda y, t: F.binary_cross_entropy_with_logits(y, t.abs().clamp(max=1), reduction="none").mean(1),
}
schedules = {
    "constant": lambda t: 1.0, "step": lambda t: 0.5 ** (t // 2), "exponential": lambda t: 0.9 ** (t / 2), "cosine": lambda t: (1 + math.cos(math.pi * min(1, t / 4))) / 2,
    "warm": lambda t: min(1, (t + 1) / 3),
}


def run(row, net, make, dtype, change=0.0):
    fill(net)
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter *= 1 + change * torch.randn_like(parameter)
    net = net.to(dtype)
    sizes = row["sizes"]

    def batch(i):
        x = numbers(77 + i, [sizes[i], *row["input"]], 1.5)
        x = (x.abs() * 3).floor() if row["layers"][0]["kind"] == "embedding" else x
        return x.to(dtype), numbers(177 + i, [sizes[i], row["units"]], 1.0).to(dtype), numbers(277 + i, [sizes[i]], 1.0).abs().to(dtype) + 0.5

    def cost(i, x):
        _, t, w = batch(i)
        each = losses[row["loss"]](net(x), t)
        return (each * w).sum() / w.sum() if row["weighted"] else each.mean()

    net.eval()
    output = told(net(batch(0)[0]))
    net.train()
    x = batch(0)[0].requires_grad_(True)
    cost(0, x).backward()
    gradients = [told(parameter.grad) for parameter in net.parameters()]
    inputs = [] if x.grad is None else [told(x.grad)]
    fill(net)
    for parameter in net.parameters():
        parameter.data *= 1 + change * torch.randn_like(parameter)
    step = make(net.parameters())
    schedule = torch.optim.lr_scheduler.LambdaLR(step, schedules[row["schedule"]])
    history = []
    for i in range(steps):
        step.zero_grad()
        value = cost(i, batch(i)[0])
        value.backward()
        if row["clip"] is not None:
            # clip_grad_norm_ adds 1e-6 to the norm
            norm = torch.sqrt(sum((p.grad ** 2).sum() for p in net.parameters()))
            for p in net.parameters():
                p.grad *= torch.clamp(row["clip"] / norm, max=1)
        step.step()
        schedule.step()
        history.append(value.item())
    return {"output": output, "gradients": gradients + inputs, "losses": history, "parameters": [told(p) for p in net.parameters()],
            "state": [told(one) for norm in moments(net) for one in (norm.running_mean, norm.running_var)]}


def apart(a, b):
    lists = [(a[name], b[name]) if isinstance(a[name], list) else ([a[name]], [b[name]]) for name in a]
    return max((abs(p - q) / max(1, abs(q)) for one, other in lists for p, q in zip(one, other)), default=0)


def rounded(value):
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else float(f"{value:.14g}")


rows = []
while len(rows) < networks:
    given, specs, net, units = network()
    options, make = optimizer_of()
    size = draw.randint(2, 6)
    row = {"input": given, "layers": specs, "units": units, "loss": draw.choice(list(losses)), "weighted": draw.random() < 0.3, "optimizer": options, "schedule": draw.choice(list(schedules)),
           "clip": draw.choice([None, None, 0.05, 1.0]), "sizes": [size, size, size, draw.randint(2, size), size]}
    exact = run(row, net.double(), make(options), torch.float64)
    if apart(run(row, net.double(), make(options), torch.float64, 1e-9), exact) < 1e-6 and apart(run(row, net, make(options), torch.float32), exact) < 1e-4:
        rows.append({**row, "expected": rounded(exact)})
print(json.dumps(rows))
