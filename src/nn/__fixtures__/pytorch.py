"""Twenty steps of training by PyTorch, from weights that the tests can make too: losses, and the weights at the end.

    /usr/bin/python3 pytorch.py > pytorch.json          (torch 1.13)
"""
import json
import torch
from torch import nn

from torch_layers import Residual
from torch_numbers import numbers

torch.set_num_threads(1)


def fill(net):
    """Parameters in their order: numbers of seeds 1, 2, …, in torch's own layout."""
    with torch.no_grad():
        for seed, parameter in enumerate(net.parameters(), 1):
            parameter.copy_(numbers(seed, list(parameter.shape), 0.5))


class Indices(nn.Module):
    def forward(self, x):
        return x.long()


models = {
    "mlp": lambda: (nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, 3)), [5]),
    "cnn": lambda: (nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                                  nn.Flatten(), nn.Linear(16, 5), nn.ReLU(), nn.Linear(5, 3)), [1, 8, 8]),
    "normalised": lambda: (nn.Sequential(nn.Conv2d(2, 3, 3, stride=2, padding=1), nn.BatchNorm2d(3), nn.LeakyReLU(0.1), Residual(nn.Conv2d(3, 3, 3, padding=1), nn.GELU()),
                                         nn.AvgPool2d(2), nn.Flatten(), nn.Linear(12, 4), nn.LayerNorm(4), nn.Sigmoid(), nn.Linear(4, 3)), [2, 8, 8]),
    "global": lambda: (nn.Sequential(nn.Conv2d(4, 6, 3, groups=2, bias=False), nn.BatchNorm2d(6), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3)), [4, 5, 5]),
    "words": lambda: (nn.Sequential(Indices(), nn.Embedding(7, 3), nn.Flatten(), nn.BatchNorm1d(12), nn.Linear(12, 3)), [4]),
}
optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    "rmsProp": lambda p: torch.optim.RMSprop(p, lr=0.005, alpha=0.9),
    "rmsPropMomentum": lambda p: torch.optim.RMSprop(p, lr=0.002, alpha=0.95, momentum=0.5, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adamDecay": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.9), eps=1e-6, weight_decay=0.1),
    "adamW": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
}
losses = {
    "crossEntropy": lambda: nn.CrossEntropyLoss(),
    "weighted": lambda: nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64)),
    "meanSquaredError": lambda: nn.MSELoss(),
    "huber": lambda: nn.HuberLoss(delta=0.25),
    "binaryCrossEntropy": lambda: nn.BCEWithLogitsLoss(),
}


def train(model, optimizer, loss, dtype, clip=None):
    net, shape = models[model]()
    fill(net)
    net = net.to(dtype)
    step = optimizers[optimizer](net.parameters())
    cost = losses[loss]().to(dtype)
    x = numbers(77, [20, 12, *shape], 1.0)
    if model == "words":
        x = (x.abs() * 6).floor()
    x = x.to(dtype)
    y = numbers(78, [20, 12, 3], 1.0)
    target = {"crossEntropy": lambda: y.argmax(2), "weighted": lambda: y.argmax(2), "binaryCrossEntropy": lambda: (y > 0).to(dtype)}.get(loss, lambda: y.to(dtype))()
    history = []
    for i in range(20):
        step.zero_grad()
        value = cost(net(x[i]), target[i])
        value.backward()
        if clip is not None:
            # clip_grad_norm_ adds 1e-6 to the norm
            norm = torch.sqrt(sum((p.grad ** 2).sum() for p in net.parameters()))
            for p in net.parameters():
                p.grad *= torch.clamp(clip / norm, max=1)
        step.step()
        history.append(value.item())
    net.eval()
    return {"losses": history, "parameters": [p.detach().flatten().tolist() for p in net.parameters()], "output": net(x[0]).detach().flatten().tolist()}


def rounded(value):
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else float(f"{value:.14g}")


rows = [(model, optimizer, "crossEntropy", None) for model in ("mlp", "cnn") for optimizer in optimizers]
rows += [("mlp", "sgd", loss, None) for loss in losses if loss != "crossEntropy"]
rows += [("mlp", "adam", "crossEntropy", 0.05), ("normalised", "momentum", "crossEntropy", None), ("global", "adam", "huber", None), ("words", "sgd", "crossEntropy", None)]
print(json.dumps([{"model": model, "optimizer": optimizer, "loss": loss, "clip": clip,
                   "float64": rounded(train(model, optimizer, loss, torch.float64, clip)),
                   "float32": {"losses": train(model, optimizer, loss, torch.float32, clip)["losses"]},
                   } for model, optimizer, loss, clip in rows]))
