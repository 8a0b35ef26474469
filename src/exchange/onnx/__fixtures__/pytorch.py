"""Writes pytorch.json: networks that PyTorch exported as ONNX, with a batch and what PyTorch answers to it.

Made with PyTorch 1.13. Run: python3 pytorch.py
"""
import base64
import io
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != HERE]  # not this file
sys.path.append(os.path.join(HERE, "../../../nn/__fixtures__"))
import torch
from torch import nn

from torch_layers import Residual


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table, self.out = nn.Embedding(5, 4), nn.Linear(4, 2)

    def forward(self, x):
        return torch.log_softmax(self.out(self.table(x).mean(dim=1)), dim=-1)


torch.manual_seed(0)
networks = {
    "cnn": (nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), Residual(nn.Conv2d(3, 3, 1), nn.LeakyReLU(0.1)), nn.MaxPool2d(2),
                          nn.AvgPool2d(2, stride=1, padding=1), nn.Flatten(), nn.Dropout(), nn.Linear(27, 4), nn.Softmax(dim=1)), torch.randn(3, 1, 4, 4)),
    "perceptron": (nn.Sequential(nn.Linear(5, 4), nn.LayerNorm(4), nn.GELU(), nn.Linear(4, 4, bias=False), nn.Tanh(), nn.Sigmoid()), torch.randn(4, 5)),
    "words": (Words(), torch.tensor([[0, 1, 4], [2, 2, 3]])),
}
found = {}
for name, (network, x) in networks.items():
    network.eval()
    file = io.BytesIO()
    torch.onnx.export(network, x, file, opset_version=13, input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})
    y = network(x).detach()
    found[name] = {"file": base64.b64encode(file.getvalue()).decode(), "x": {"data": x.flatten().tolist(), "shape": list(x.shape)}, "y": {"data": y.flatten().tolist(), "shape": list(y.shape)}}
with open(f"{HERE}/pytorch.json", "w") as f:
    json.dump(found, f, indent=1)
