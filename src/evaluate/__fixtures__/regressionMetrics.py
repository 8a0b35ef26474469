"""Scores by scikit-learn, to compare ours with: python3 regressionMetrics.py > regressionMetrics.json (scikit-learn 1.2.1)"""
import json
import numpy as np
from sklearn import metrics as m

random = np.random.default_rng(0)
functions = {
    "meanSquaredError": m.mean_squared_error,
    "rootMeanSquaredError": lambda *a, **k: m.mean_squared_error(*a, squared=False, **k),
    "meanAbsoluteError": m.mean_absolute_error,
    "medianAbsoluteError": m.median_absolute_error,
    "maxError": m.max_error,
    "r2": m.r2_score,
    "explainedVariance": m.explained_variance_score,
}


def case(title, y, p, w=None):
    scores = {}
    for name, function in functions.items():
        if w is not None and name in ("medianAbsoluteError", "maxError"):
            continue  # the first differs between two values by convention, the second takes no weights
        if y.ndim == 2 and name == "maxError":
            continue
        scores[name] = float(function(y, p, sample_weight=w) if w is not None else function(y, p))
    return {"title": title, "yTrue": y.tolist(), "yPred": p.tolist(),
            **({} if w is None else {"sampleWeight": w.tolist()}), "scores": scores}


def pair(*shape):
    y = random.normal(3, 2, shape)
    return y, y + random.normal(0.2, 1, shape)


y, p = pair(23)
Y, P = pair(17, 3)
constant = np.full(5, 2.0)
print(json.dumps([
    case("a vector", y, p),
    case("a vector with weights, some of them 0", y, p, np.round(random.uniform(0, 3, 23))),
    case("three targets", Y, P),
    case("three targets with weights", Y, P, random.uniform(0, 3, 17)),
    case("a constant truth, missed", constant, constant + [0, 1, 0, 0, -2]),
    case("a constant truth, met", constant, constant.copy()),
    case("one of two targets constant", np.column_stack([constant, np.arange(5.0)]), np.column_stack([constant + 1, np.arange(5.0) * 1.1])),
    case("large values far from zero", y * 1e3 + 1e9, p * 1e3 + 1e9),
], indent=1))
