"""Writes scikitLearn.json: what scikit-learn's KMeans finds on the data sets of the repository. Run from the repository root."""
import json
import statistics
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn import __version__

warnings.simplefilter("ignore")


def read(name, columns):
    return np.loadtxt(f"datasets/{name}.csv", delimiter=",", skiprows=1, usecols=range(columns))


fixed = []
for name, columns, k, tol in [("iris", 4, 3, 1e-4), ("iris", 4, 5, 0), ("wine", 13, 5, 0), ("breast_cancer", 30, 4, 1e-4), ("digits", 64, 10, 1e-4), ("digits", 64, 40, 0)]:
    X = read(name, columns)
    start = np.arange(k) * (len(X) // k)
    model = KMeans(n_clusters=k, init=X[start], n_init=1, tol=tol).fit(X)
    fixed.append({"name": name, "columns": columns, "start": start.tolist(), "tol": tol, "inertia": model.inertia_, "iterations": model.n_iter_, "labels": "".join(chr(48 + label) for label in model.labels_)})

digits = read("digits", 64)
inertias = [KMeans(n_clusters=10, n_init=10, random_state=seed).fit(digits).inertia_ for seed in range(20)]
json.dump({"version": __version__, "fixed": fixed, "digits": {"median": statistics.median(inertias)}}, open("src/cluster/__fixtures__/scikitLearn.json", "w"))
