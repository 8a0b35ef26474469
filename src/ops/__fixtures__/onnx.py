"""Writes onnx.json: the operator test vectors published with ONNX, of the operators that our operations express.

From the package `onnx`: the node tests (onnx.backend.test.case.node) and the stored models of one node
(onnx/backend/test/data). Copyright (c) ONNX Project Contributors, SPDX-License-Identifier: Apache-2.0.
What we cannot express is left out with its reason, under "skipped"; operators that we have not, under "absent".
A vector is [operator, name, attributes, inputs, outputs], an operand [shape, index into "arrays", number type if not
float32] with as many of the array's numbers as the shape takes: an array that begins another is kept once.
Needs onnx 1.23. Run: python3 onnx.py
"""
import glob
import json
import math
import os
import sys
import warnings

sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]  # not this file
import numpy as np
import onnx
from onnx import helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST = 1000  # numbers in one array
FIRST = {"Erf": 400, "Mish": 400}  # functions of one number, of whose larger arrays the first so many are taken

OPERATORS = """Abs Add ArgMax ArgMin AveragePool BatchNormalization Cast Clip Concat Conv Cos Div Elu Equal Erf Exp Expand Flatten
Gather Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual Less LessOrEqual Log LogSoftmax MatMul Max
MaxPool Mean MeanVarianceNormalization Min Mish Mul Neg OneHot Pad Pow Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp
ReduceMax ReduceMean ReduceMin ReduceSum ReduceSumSquare Relu Reshape Sigmoid Sign Sin Slice Softmax Softplus Softsign Split Sqrt
Squeeze Sub Sum Tan Tanh Transpose Unsqueeze Where""".split()
TYPES = {"float32": "float32", "float64": "float64", "int32": "int32", "int64": "int32", "bool": "bool"}


def node_cases():
    """(name, model, inputs by name, outputs) of the tests that are generated."""
    from onnx.backend.test.case.node import collect_testcases
    for case in collect_testcases(None):
        inputs, outputs = case.data_sets[0]
        yield case.name, case.model, dict(zip([i.name for i in case.model.graph.input], inputs)), outputs


def stored_cases():
    """The same of the tests that are stored as files."""
    def tensors(folder, kind):
        paths = sorted(glob.glob(f"{folder}/test_data_set_0/{kind}_*.pb"), key=lambda p: int(p[:-3].rsplit("_", 1)[1]))
        return [numpy_helper.to_array(onnx.load_tensor(p)) for p in paths]

    # the folders "light" and "real" hold whole networks
    for path in sorted(glob.glob(f"{os.path.dirname(onnx.__file__)}/backend/test/data/*/test_*/model.onnx")):
        folder, model = os.path.dirname(path), onnx.load(path)
        if len(model.graph.node) != 1 or model.graph.node[0].op_type not in OPERATORS:
            yield "/".join(folder.split("/")[-2:]), model, {}, []
            continue
        given = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        free = [i.name for i in model.graph.input if i.name not in given]
        yield "/".join(folder.split("/")[-2:]), model, given | dict(zip(free, tensors(folder, "input"), strict=True)), tensors(folder, "output")


def attribute(a):
    value = helper.get_attribute_value(a)
    if isinstance(value, bytes):
        return value.decode()
    return [v.item() if hasattr(v, "item") else v for v in value] if hasattr(value, "__len__") and not isinstance(value, str) else value


def why_not(op, version, attributes, inputs, outputs):
    """Why our operations cannot express the vector; None if they can."""
    operands = [x for x in [*inputs, *outputs] if x is not None]
    for x in operands:
        if not isinstance(x, np.ndarray):
            return "a sequence, not an array"
        if x.dtype.name not in TYPES:
            return f"numbers of type {x.dtype.name}" if x.dtype != object else "strings"
        if x.dtype == np.int64 and x.size and np.abs(x.astype(np.float64)).max() >= 2**31:
            return "int64 beyond int32"
    window = op in ("Conv", "MaxPool", "AveragePool")
    rank = inputs[0].ndim
    kernel = attributes.get("kernel_shape", [])
    pads = attributes.get("pads", [])
    if window and rank not in (3, 4) or op.startswith("Global") and rank != 4:
        return f"a window over {rank - 2} axes, ours have 1 or 2"
    if attributes.get("ceil_mode"):
        return "ceil_mode: ours takes the floor"
    if op.endswith("Pool") and any(d != 1 for d in attributes.get("dilations", [])):
        return "a dilated window, ours are not"
    if op == "MaxPool" and attributes.get("storage_order"):
        return "column-major indices"
    if op.endswith("Pool") and window and any(p >= kernel[i % len(kernel)] for i, p in enumerate(pads)):
        return "padding as wide as the window: some windows meet no image"
    if op == "MatMul" and min(x.ndim for x in inputs) < 2:
        return "a vector, ours multiplies matrices"
    if op == "BatchNormalization" and rank > 4:
        return "three axes of places: the vectors of two say as much"
    if op == "Pad" and (attributes.get("mode", "constant") != "constant" or any(p < 0 for p in (pads or inputs[1].tolist()))):
        return "padding by other than a constant, or by less than nothing"
    if op == "Slice" and len(inputs) > 4 and (inputs[4] < 0).any():
        return "steps backwards, ours go forwards"
    if op == "Gather" and (inputs[1] < 0).any():
        return "indices from the end, ours count from the start"
    if op == "OneHot" and not (0 <= inputs[0].min() and inputs[0].max() < inputs[1].item()):
        return "indices out of range, which ours refuses"
    if op in ("ArgMax", "ArgMin") and attributes.get("select_last_index"):
        return "the last of equals, ours takes the first"
    if op == "Gelu" and attributes.get("approximate", "none") != "none":
        return "the approximation by tanh, ours is exact"
    if op == "Div" and inputs[0].dtype.kind == "i":
        return "whole quotients, ours are fractions"
    if op in ("ReduceMax", "ReduceMin") and 0 in inputs[0].shape:
        return "the extreme of nothing, which ours refuses"
    if op in ("Softmax", "LogSoftmax") and version < 13 and attributes.get("axis", 1) % rank != rank - 1:
        return "the old form, which flattens several axes"
    if any(x.size > LARGEST for x in operands):
        return f"an array of more than {LARGEST} numbers"
    return None


def as_array(x):
    """What the tests call an array may be a scalar of NumPy or a tensor of ONNX."""
    return numpy_helper.to_array(x) if isinstance(x, onnx.TensorProto) else np.asarray(x) if isinstance(x, np.generic) else x


def numbers(x):
    """The shortest texts that read back to the same numbers: up to 9 digits for float32, 17 for float64."""
    def one(v):
        if not math.isfinite(v):
            return '"NaN"' if math.isnan(v) else '"Infinity"' if v > 0 else '"-Infinity"'
        text = str(v)
        return text[:-2] if text.endswith(".0") else text
    return [str(int(v)) for v in x.ravel()] if x.dtype.kind in "ib" else [one(v) for v in x.ravel()]


def main():
    warnings.filterwarnings("ignore")
    np.random.seed(0)
    taken, skipped, absent, graphs = [], {}, {}, 0
    for name, model, given, outputs in [*node_cases(), *stored_cases()]:
        nodes = model.graph.node
        if len(nodes) != 1:
            graphs += 1
            continue
        node = nodes[0]
        op = node.op_type
        if op not in OPERATORS:
            absent[op] = absent.get(op, 0) + 1
            continue
        attributes = {a.name: attribute(a) for a in node.attribute}
        inputs = [given[key] if key else None for key in node.input]
        name = name.replace("test_", "")
        version = next(o.version for o in model.opset_import if o.domain == "")
        # of MaxPool the numbers are compared, not the optional second output, their places
        inputs, outputs = [as_array(x) for x in inputs], [as_array(x) for x in outputs[:1 if op == "MaxPool" else None]]
        if op in FIRST:
            inputs, outputs = [x.ravel()[:FIRST[op]] for x in inputs], [x.ravel()[:FIRST[op]] for x in outputs]
        reason = why_not(op, version, attributes, inputs, outputs)
        if reason is not None:
            skipped.setdefault(op, {}).setdefault(reason, []).append(name)
        else:
            taken.append((op, name, attributes, inputs, outputs))
    taken.sort(key=lambda row: row[:2])

    arrays = []  # the longest first, so that what begins one finds it
    for texts in sorted({tuple(numbers(x)) for *_, inputs, outputs in taken for x in [*inputs, *outputs] if x is not None}, key=lambda t: (-len(t), t)):
        if not any(longer[:len(texts)] == texts for longer in arrays):
            arrays.append(texts)

    def operand(x):
        if x is None:
            return None
        texts = tuple(numbers(x))
        place = next(i for i, longer in enumerate(arrays) if longer[:len(texts)] == texts)
        return [list(x.shape), place] if x.dtype == np.float32 else [list(x.shape), place, TYPES[x.dtype.name]]

    def compact(value):
        return json.dumps(value, separators=(",", ":"), sort_keys=True)

    rows = [compact([op, name, attributes, [operand(x) for x in inputs], [operand(x) for x in outputs]])
            for op, name, attributes, inputs, outputs in taken]
    with open(f"{HERE}/onnx.json", "w") as out:
        out.write("{\n")
        out.write(f'"source":"onnx {onnx.__version__}, onnx/backend/test: github.com/onnx/onnx, Copyright (c) ONNX Project Contributors",\n"licence":"Apache-2.0",\n')
        out.write('"vectors":[\n' + ",\n".join(rows) + "\n],\n")
        out.write('"skipped":{\n' + ",\n".join(f"{compact(op)}:{compact(skipped[op])}" for op in sorted(skipped)) + "\n},\n")
        out.write(f'"absent":{compact(absent)},\n"graphsOfSeveralNodes":{graphs},\n')
        out.write('"arrays":[\n' + ",\n".join(f'[{",".join(texts)}]' for texts in arrays) + "\n]\n}\n")
    print(len(taken), "taken;", sum(len(n) for r in skipped.values() for n in r.values()), "skipped;", sum(absent.values()), "of absent operators;", graphs, "graphs")


main()
