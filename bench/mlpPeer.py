"""The step of mlp.bench.mjs by PyTorch on one thread: for each line, a number of steps, the processor time of one in microseconds."""
import sys
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


print("ready", flush=True)
for line in sys.stdin:
    begin = time.process_time()
    for _ in range(int(line)):
        step()
    print((time.process_time() - begin) / int(line) * 1e6, flush=True)
