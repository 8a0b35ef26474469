"""Writes resize.json: images resized by PyTorch 1.13 (Debian's python3-torch), bilinear with antialiasing, in float64.

/usr/bin/python3 src/data/images/__fixtures__/resize.py
"""
import json
import os

import torch

cases = []
for height, width, new_height, new_width in [(5, 7, 3, 4), (4, 4, 9, 5), (8, 6, 8, 3), (1, 1, 3, 2), (9, 2, 2, 9), (16, 16, 1, 1), (7, 13, 7, 13), (10, 10, 5, 5), (3, 11, 10, 4)]:
    plane = torch.tensor([(37 * i * i + 11 * i + 5) % 256 for i in range(height * width)], dtype=torch.float64)
    resized = torch.nn.functional.interpolate(plane.reshape(1, 1, height, width), size=(new_height, new_width), mode='bilinear', align_corners=False, antialias=True)
    cases.append({'from': [height, width], 'to': [new_height, new_width], 'expected': resized.reshape(-1).tolist()})

with open(os.path.join(os.path.dirname(__file__), 'resize.json'), 'w') as file:
    file.write('[\n' + ',\n'.join(json.dumps(case) for case in cases) + '\n]\n')
