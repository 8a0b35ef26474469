"""Writes clustering.json: scikit-learn's measures of clusterings. Run from the repository root."""
import json

import numpy as np
from sklearn import __version__, metrics

rng = np.random.default_rng(5)
X = np.round(np.concatenate([rng.normal(c, 1, (20, 3)) for c in ([0, 0, 3], [2, 0, 1], [4, 4, 4])]), 3)
labels = rng.integers(0, 4, 60)
labels[:35] = np.repeat([0, 1], [20, 15])
labels[7] = 4  # alone
silhouettes = {
    name: {"mean": metrics.silhouette_score(X, labels, metric=name), "samples": metrics.silhouette_samples(X, labels, metric=name).tolist()}
    for name in ("euclidean", "cosine", "manhattan")
}
pairs = []
for a, b in [(labels, np.repeat([0, 1, 2], 20)), (rng.integers(0, 3, 40), rng.integers(0, 5, 40)), ([0, 0, 1, 1], [1, 1, 0, 0]), ([0, 0, 0, 0], [0, 1, 2, 3]), ([0, 1, 2, 3], [0, 1, 2, 3]), ([1, 1, 1], [2, 2, 2]), ([0, 0, 1, 2], [0, 0, 1, 1]), ([0, 1, 0, 1], [0, 0, 1, 1])]:
    pairs.append({
        "a": np.asarray(a).tolist(), "b": np.asarray(b).tolist(), "adjustedRand": metrics.adjusted_rand_score(a, b), "homogeneity": metrics.homogeneity_score(a, b),
        "completeness": metrics.completeness_score(a, b), "vMeasure": metrics.v_measure_score(a, b),
    })
json.dump({"version": __version__, "X": X.tolist(), "labels": labels.tolist(), "silhouettes": silhouettes, "pairs": pairs}, open("src/evaluate/__fixtures__/clustering.json", "w"))
