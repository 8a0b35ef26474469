"""The networks of cnn.bench.mjs by PyTorch: for each line 'network threads steps' on standard input, the seconds of a step, the best of them."""
import sys
import time
import torch
from torch import nn

networks = {
    "cnn": (nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                          nn.Flatten(), nn.Linear(1568, 64), nn.ReLU(), nn.Linear(64, 10)), torch.rand(32, 1, 28, 28) - 0.5),
    "mlp": (nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)), torch.rand(128, 784) - 0.5),
}
optimizers = {name: torch.optim.Adam(network.parameters()) for name, (network, _) in networks.items()}

print("ready", flush=True)
for line in sys.stdin:
    name, threads, steps = line.split()
    torch.set_num_threads(int(threads))
    network, x = networks[name]
    target = torch.arange(len(x)) % 10
    best = float("inf")
    for _ in range(int(steps)):
        begin = time.perf_counter()
        optimizers[name].zero_grad()
        nn.functional.cross_entropy(network(x), target).backward()
        optimizers[name].step()
        best = min(best, time.perf_counter() - begin)
    print(best, flush=True)
