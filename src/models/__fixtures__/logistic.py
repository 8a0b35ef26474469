"""Writes logistic.json: scikit-learn's logistic regression, run far below its default tolerance, on datasets/*.csv.

Run: /usr/bin/python3 logistic.py  (scikit-learn 1.2.1). Only results are stored; the test reads the same tables. Every
case is judged by its optimality conditions before it is written. scikit-learn's solvers for L1 take very long for the
last digits: their solution's support and signs are kept and its equations solved by Newton's method here.
"""
import csv
import json
import os
import warnings

import numpy as np
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")  # "did not converge" is judged below
here = os.path.dirname(os.path.abspath(__file__))
cases = []


def table(name, target):
    with open(os.path.join(here, "../../../datasets", name + ".csv")) as file:
        rows = list(csv.reader(file))
    at = rows[0].index(target)
    X = np.array([[float(value) for j, value in enumerate(row) if j != at] for row in rows[1:]])
    return X, np.array([row[at] for row in rows[1:]])


def standardised(X):
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread == 0, 1, spread)


def broken(X, y, model, alpha, penalty, weights):
    """The largest broken optimality condition, in units of the column's spread, relative to n."""
    classes = model.classes_
    z = X @ model.coef_.T + model.intercept_
    if len(classes) == 2:
        r = expit(z) - (y == classes[1])[:, None]
    else:
        r = softmax(z, axis=1) - (y[:, None] == classes[None, :])
    r = r * weights[:, None]
    g = r.T @ X
    w = model.coef_
    spread = X.std(axis=0) + 1e-300
    if penalty == "l2":
        g = g + alpha * w
    elif penalty == "l1":
        g = np.where(w == 0, np.maximum(0, np.abs(g) - alpha), np.abs(g + alpha * np.sign(w)))
    g = np.abs(g) / spread
    g[:, X.std(axis=0) == 0] = 0
    free = np.abs(r.sum(axis=0)) if model.fit_intercept else np.zeros(1)
    return max(g.max(), free.max()) / weights.sum()


def polish(X, y, model, alpha, weights):
    """The minimum on the support and signs of an L1 solution."""
    classes, (K, d) = model.classes_, model.coef_.shape
    A = np.hstack([X, np.ones((len(X), 1))]) if model.fit_intercept else X
    onehot = (y[:, None] == classes[None, :]).astype(float)
    theta = np.hstack([model.coef_, model.intercept_[:, None]]) if model.fit_intercept else model.coef_.copy()
    sign = np.hstack([np.sign(model.coef_), np.zeros((K, theta.shape[1] - d))])
    free = (theta != 0).ravel()
    for _ in range(30):
        z = A @ theta.T
        p = expit(z) if K == 1 else softmax(z, axis=1)
        r = (p - (onehot[:, 1:] if K == 1 else onehot)) * weights[:, None]
        g = (r.T @ A + alpha * sign).ravel()[free]
        H = np.block([[A.T @ (A * (weights * p[:, k] * ((k == l) - p[:, l]))[:, None]) for l in range(K)] for k in range(K)])
        step = np.zeros(free.size)
        step[free] = np.linalg.lstsq(H[np.ix_(free, free)], g, rcond=None)[0]
        theta = theta - step.reshape(theta.shape)
    model.coef_ = theta[:, :d]
    if model.fit_intercept:
        model.intercept_ = theta[:, d]


def add(dataset, target, scaled, alpha, penalty="l2", solver="newton-cholesky", weighted=False, balanced=False, intercept=True, allowed=1e-12, iterations=300):
    X, y = table(dataset, target)
    if scaled:
        X = standardised(X)
    weights = (1 + np.arange(len(y)) % 3).astype(float)  # the test's weights too
    model = LogisticRegression(C=1 / alpha if penalty != "none" else 1.0, penalty=None if penalty == "none" else penalty, solver=solver, tol=1e-15, max_iter=iterations,
                               fit_intercept=intercept, class_weight="balanced" if balanced else None, random_state=0)
    model.fit(X, y, sample_weight=weights if weighted else None)
    used = weights if weighted else np.ones(len(y))
    if balanced:
        classes, counts = np.unique(y, return_counts=True)
        used = used * (len(y) / (len(classes) * counts))[np.searchsorted(classes, y)]
    if penalty == "l1":
        signs = np.sign(model.coef_)
        polish(X, y, model, alpha, used)
        assert (np.sign(model.coef_) == signs).all(), "the support was not yet right"
    left = broken(X, y, model, alpha, penalty, used)
    print(dataset, scaled, alpha, penalty, solver, "broken by", left, "iterations", model.n_iter_, flush=True)
    assert left < allowed, left
    cases.append(dict(dataset=dataset, target=target, scaled=scaled, alpha=alpha, penalty=penalty, weighted=weighted, balanced=balanced, fitIntercept=intercept,
                      classes=model.classes_.tolist(), coef=model.coef_.tolist(), intercept=np.broadcast_to(model.intercept_, (len(model.coef_),)).tolist()))


cancer = ("breast_cancer", "diagnosis")
wine = ("wine", "cultivar")
iris = ("iris", "species")
digits = ("digits", "digit")
for alpha in (1.0, 0.01, 100.0):
    add(*cancer, True, alpha)
add(*cancer, True, 1.0, weighted=True)
add(*cancer, True, 1.0, balanced=True)
add(*cancer, True, 1.0, intercept=False)
add(*cancer, False, 1.0)
for data in (wine, iris):
    for alpha in (1.0, 0.1):
        add(*data, True, alpha, solver="newton-cg", allowed=1e-10)
add(*wine, True, 1.0, solver="newton-cg", weighted=True, allowed=1e-10)
add(*iris, False, 1.0, solver="newton-cg", allowed=1e-10)
add(*wine, False, 1.0, solver="newton-cg", allowed=1e-10)
add(*digits, True, 1.0, solver="newton-cg", allowed=1e-10)
add(*digits, False, 1.0, solver="newton-cg", allowed=1e-10)
for alpha, iterations in ((2.0, 20_000), (5.0, 10_000), (20.0, 5_000)):
    add(*cancer, True, alpha, penalty="l1", solver="saga", iterations=iterations)
add(*cancer, True, 2.0, penalty="l1", solver="saga", weighted=True, iterations=20_000)
add(*cancer, False, 2.0, penalty="l1", solver="liblinear", intercept=False, iterations=300)
for data in (wine, iris):
    add(*data, True, 1.0, penalty="l1", solver="saga", iterations=10_000)
add(*digits, True, 20.0, penalty="l1", solver="saga", iterations=1_500)

with open(os.path.join(here, "logistic.json"), "w") as file:
    json.dump(dict(source="scikit-learn 1.2.1 LogisticRegression, tol=1e-15", cases=cases), file)
    file.write("\n")
print(len(cases), "cases")
