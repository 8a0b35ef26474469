"""The scikit-learn side of regression.bench.mjs: fits once per line on standard input, prints milliseconds and those of processors."""
import sys
import time

import numpy as np
from sklearn.linear_model import Lasso, LinearRegression, Ridge, lasso_path

folder, name, rows, columns = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
X = np.fromfile(f"{folder}/X").reshape(rows, columns)
y = np.fromfile(f"{folder}/y")

if name.startswith("least squares"):
    fit = lambda: LinearRegression().fit(X, y)
elif name.startswith("ridge"):
    fit = lambda: Ridge(alpha=1).fit(X, y)
elif name.startswith("lasso path"):
    # lasso_path fits no intercept: centring is part of the work; its tol is a gap relative to ||y||^2, twice ours
    fit = lambda: lasso_path(np.asfortranarray(X - X.mean(axis=0)), y - y.mean(), n_alphas=100, tol=5e-7, max_iter=100000)
else:
    fit = lambda: Lasso(alpha=0.1, tol=5e-9, max_iter=100000).fit(X, y)

print("ready", flush=True)
for _ in sys.stdin:
    start, used = time.perf_counter(), time.process_time()
    fit()
    print((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000, flush=True)
