"""Reference results of scikit-learn (1.2.1) for the tests of this folder: python3 generate.py > scikitLearn.json"""
import json
import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, PolynomialFeatures, StandardScaler

rng = np.random.default_rng(0)
# plain, far from zero, tiny, constant, constant up to rounding
X = np.column_stack([
    rng.normal(size=12), 1e6 + rng.normal(size=12), 1e-9 * rng.normal(size=12), np.full(12, 0.1),
    np.where(np.arange(12) % 2 == 0, 0.3, 0.1 + 0.2),
])
weights = np.array([1, 2, 0, 3, 1, 1, 2, 1, 0.5, 1, 4, 1.0])
missing = X[:, :3].copy()
missing[[0, 4, 7], 0] = np.nan
missing[[1], 1] = np.nan
missing[:, 2] = np.round(missing[:, 2] * 1e9)
missing[[2, 3], 2] = np.nan
codes = rng.integers(0, 4, size=(12, 2)) * 2.5
small = np.round(rng.normal(size=(4, 3)), 3)
y = np.round(rng.normal(size=12), 3)

plain = lambda a: np.asarray(a).tolist()
holes = lambda a: [[None if np.isnan(v) else v for v in row] for row in a.tolist()]
out = {"sklearn": sklearn.__version__, "X": plain(X), "weights": plain(weights), "missing": holes(missing), "codes": plain(codes), "small": plain(small), "y": plain(y)}

s = StandardScaler().fit(X)
w = StandardScaler().fit(X, sample_weight=weights)
out["standardScaler"] = {
    "mean": plain(s.mean_), "scale": plain(s.scale_), "transformed": plain(s.transform(X)),
    "withoutMean": plain(StandardScaler(with_mean=False).fit_transform(X)),
    "withoutStd": plain(StandardScaler(with_std=False).fit_transform(X)),
    "weighted": {"mean": plain(w.mean_), "scale": plain(w.scale_), "transformed": plain(w.transform(X))},
}
V = X[:, [0, 1, 3]]  # scikit-learn takes the tiny column for a constant one
m = MinMaxScaler((-1, 3)).fit(V)
out["minMaxScaler"] = {"scale": plain(m.scale_), "shift": plain(m.min_), "transformed": plain(m.transform(V))}
out["imputer"] = {name: plain(SimpleImputer(strategy=sk, fill_value=7).fit_transform(missing)) for name, sk in
                  [("mean", "mean"), ("median", "median"), ("mostFrequent", "most_frequent"), ("constant", "constant")]}
out["oneHotEncoder"] = {
    "none": plain(OneHotEncoder(sparse_output=False).fit_transform(codes)),
    "first": plain(OneHotEncoder(sparse_output=False, drop="first").fit_transform(codes)),
}
out["polynomialFeatures"] = [
    {"options": {"degree": d, "interactionOnly": i, "includeBias": b},
     "names": plain(p.get_feature_names_out()), "powers": plain(p.powers_), "transformed": plain(p.transform(small))}
    for d, i, b in [(2, False, False), (3, False, True), (3, True, False), (4, True, True)]
    for p in [PolynomialFeatures(d, interaction_only=i, include_bias=b).fit(small)]
]
p = make_pipeline(SimpleImputer(), StandardScaler(), Ridge(alpha=2)).fit(missing, y)
out["pipeline"] = {"predicted": plain(p.predict(missing)), "score": p.score(missing, y)}

# the table encoder: imputed and standardised numbers, standardised dummies without the most frequent level
size = missing[:, 0]
kind = np.array(["b", "a", "c", "a", None, "a", "b", "c", "a", "b", None, "a"], dtype=object)
flag = np.array([1, 0, 1, np.nan, 1, 1, 0, 1, 0, 1, np.nan, 1])
kinds = np.where(kind == None, "a", kind).reshape(-1, 1)  # noqa: E711
levels = OneHotEncoder(sparse_output=False, categories=[["a", "b", "c"]], drop=["a"]).fit_transform(kinds)
flags = SimpleImputer(strategy="most_frequent").fit_transform(flag.reshape(-1, 1))
filled = SimpleImputer().fit_transform(size.reshape(-1, 1))
F = np.column_stack([filled, levels, flags])
e = StandardScaler().fit(F)
out["tableEncoder"] = {
    "size": [None if np.isnan(v) else v for v in size], "kind": kind.tolist(),
    "flag": [None if np.isnan(v) else bool(v) for v in flag],
    "mean": plain(e.mean_), "scale": plain(e.scale_), "transformed": plain(e.transform(F)),
}
print(json.dumps(out))
