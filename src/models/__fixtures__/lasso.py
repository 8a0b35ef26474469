"""Writes lasso.json: scikit-learn's lasso and elastic net, run far below their default tolerance, on many designs.

Run: /usr/bin/python3 lasso.py  (scikit-learn 1.2.1). Random numbers come from a small congruential generator that
the test repeats, so that only the results are stored.
"""
import json
import os
import warnings

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet, Lasso

warnings.simplefilter("error")


def numbers(seed, count):
    """Uniform in [-1, 1): (a·s + c mod 2^31) / 2^30 - 1, exact in float64."""
    out, s = np.empty(count), seed
    for i in range(count):
        s = (1103515245 * s + 12345) % 2147483648
        out[i] = s / 1073741824 - 1
    return out


def design(seed, n, d, correlation, scales):
    """Column j = correlation · column j-1 + noise, then × scales[j mod len]; y = three columns + noise."""
    X = numbers(seed, n * d).reshape(n, d)
    for j in range(1, d):
        X[:, j] = correlation * X[:, j - 1] + X[:, j]
    y = 3 * X[:, 0] - 2 * X[:, d // 2] + X[:, d - 1] + numbers(seed + 1, n) + 0.5
    return X * np.array([scales[j % len(scales)] for j in range(d)]) + 1, y


cases = []


def add(name, X, y, source, alphas, ratios=(1.0, 0.5), weights=None, intercept=True):
    for ratio in ratios:
        for alpha in alphas:
            options = dict(alpha=alpha, fit_intercept=intercept, tol=1e-14, max_iter=5_000_000)
            model = Lasso(**options) if ratio == 1 else ElasticNet(l1_ratio=ratio, **options)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "did not converge" is judged below, by the gap
                model.fit(np.asfortranarray(X), y, sample_weight=weights)
            centred = y - np.average(y, weights=weights) if intercept else y
            norm = np.average(centred**2, weights=weights) / 2
            assert model.dual_gap_ / norm < 1e-12, (name, alpha, ratio, model.dual_gap_ / norm)
            cases.append(dict(name=name, **source, alpha=alpha, l1Ratio=ratio, fitIntercept=intercept,
                              weighted=weights is not None, coef=model.coef_.tolist(), intercept=float(model.intercept_)))


def random(name, seed, n, d, correlation, scales, alphas, **more):
    X, y = design(seed, n, d, correlation, scales)
    source = dict(seed=seed, n=n, d=d, correlation=correlation, scales=scales)
    weights = numbers(seed + 2, n) + 1.5 if more.pop("weighted", False) else None
    add(name, X, y, source, alphas, weights=weights, **more)


random("plain", 1, 60, 8, 0.0, [1], [0.5, 0.05, 0.001])
random("correlated", 2, 80, 12, 0.95, [1], [0.1, 0.01, 0.0005])
random("strongly correlated", 3, 120, 10, 1.3, [1], [0.3, 0.01])
random("wide", 4, 30, 100, 0.5, [1], [0.2, 0.05], ratios=(1.0, 0.5))
random("unscaled columns", 5, 70, 9, 0.3, [1000, 1, 0.01], [0.02, 0.002])
random("weights", 6, 50, 7, 0.6, [1], [0.1, 0.01], weighted=True)
random("no intercept", 7, 40, 6, 0.6, [1, 2], [0.1, 0.01], intercept=False)
random("tiny", 8, 4, 3, 0.5, [1], [0.3, 0.05])
random("mostly ridge", 9, 40, 15, 0.8, [1], [0.1, 0.01], ratios=(0.05,))
data = load_diabetes()
add("diabetes", data.data, data.target, dict(diabetes="scaled"), [1.0, 0.1, 0.01, 0.001], ratios=(1.0, 0.7))
unscaled = load_diabetes(scaled=False)
add("diabetes, unscaled", unscaled.data, unscaled.target, dict(diabetes="raw"), [10.0, 1.0, 0.01], ratios=(1.0, 0.5))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "lasso.json"), "w") as file:
    json.dump(dict(source="scikit-learn 1.2.1 Lasso and ElasticNet, tol=1e-14", diabetes=dict(data=unscaled.data.tolist(), target=unscaled.target.tolist()), cases=cases), file)
    file.write("\n")
print(len(cases), "cases")
