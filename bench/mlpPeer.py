"""The step of mlp.bench.mjs by PyTorch on one thread; prints the best microseconds of some rounds."""
import time
import torch

torch.set_num_threads(1)
x, y = torch.rand(32, 16) - 0.5, torch.rand(32, 1) - 0.5
network = torch.nn.Sequential(torch.nn.Linear(16, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
optimizer = torch.optim.SGD(network.parameters(), lr=0.05)


def step():
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(network(x), y).backward()
    optimizer.step()


best = float("inf")
for _ in range(15):
    begin = time.perf_counter()
    for _ in range(500):
        step()
    best = min(best, (time.perf_counter() - begin) / 500)
print(best * 1e6)
