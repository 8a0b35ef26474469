"""Has ONNX's checker read files of Glissade, and writes checker.json: hashes of how they are built.

The files are written by the test that reads checker.json:
    GLISSADE_ONNX=/tmp/onnx npx vitest run src/exchange/onnx/checker.test.ts
    python3 checker.py /tmp/onnx
Needs onnx 1.23 (pip install onnx).
"""
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
import onnx

cases = {}
for path in sorted(glob.glob(f"{sys.argv[1]}/*.onnx")):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    with open(f"{path[:-5]}.sha256") as f:
        cases[os.path.basename(path)[:-5]] = f.read()

with open(f"{HERE}/checker.json", "w") as f:
    json.dump({"onnx": onnx.__version__, "cases": cases}, f, indent=1)
    f.write("\n")
print(len(cases), "cases")
