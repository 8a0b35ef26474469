"""Writes onnxruntime.json: what ONNX Runtime answers to ONNX files of Glissade, which ONNX's checker has read.

The files and what they are asked are written by the test that reads onnxruntime.json:
    GLISSADE_ONNX=/tmp/onnx npx vitest run src/exchange/onnx/onnxruntime.test.ts
    python3 onnxruntime.py /tmp/onnx
Needs onnx 1.23 and onnxruntime 1.32 (pip install onnx onnxruntime).
"""
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != HERE]  # not this file
import numpy as np
import onnx
import onnxruntime

TYPES = {"float32": np.float32, "float64": np.float64, "int64": np.int64, "bool": np.bool_, "string": object}


def plain(array):
    return [str(v) if array.dtype.kind in "OUS" else bool(v) if array.dtype.kind == "b" else int(v) if array.dtype.kind == "i" else float(v) for v in array.ravel()]


cases = {}
for path in sorted(glob.glob(f"{sys.argv[1]}/*.onnx")):
    name = os.path.basename(path)[:-5]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    with open(f"{path[:-5]}.json") as f:
        asked = json.load(f)
    feeds = {k: np.array([float("nan") if x == "NaN" else x for x in v["values"]], dtype=TYPES[v["type"]]).reshape(v["shape"]) for k, v in asked["feeds"].items()}
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    outputs = session.run(None, feeds)
    for declared, found in zip(session.get_outputs(), outputs):
        wanted = [len(next(iter(feeds.values()))) if isinstance(n, str) else n for n in declared.shape]
        assert list(found.shape) == wanted, (name, declared.name, found.shape, wanted)
    cases[name] = {"sha256": asked["sha256"], "outputs": {o.name: plain(v) for o, v in zip(session.get_outputs(), outputs)}}

with open(f"{HERE}/onnxruntime.json", "w") as f:
    f.write("{\n" + f' "onnxruntime": "{onnxruntime.__version__}", "onnx": "{onnx.__version__}",\n "cases": {{\n')
    f.write(",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in cases.items()))
    f.write("\n }\n}\n")
print(len(cases), "cases")
