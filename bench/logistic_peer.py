"""The scikit-learn side of logistic.bench.mjs: fits once per line on standard input, prints milliseconds, iterations and milliseconds of processors; leaves the coefficients in the folder."""
import sys
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

folder, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
penalty, C = sys.argv[4], float(sys.argv[5])
X = np.fromfile(f"{folder}/X").reshape(rows, columns)
y = np.fromfile(f"{folder}/y").astype(np.int64)
warnings.simplefilter("ignore")

print("ready", flush=True)
for line in sys.stdin:
    tol = float(line)
    start, used = time.perf_counter(), time.process_time()
    model = LogisticRegression(penalty=penalty, C=C, solver="saga" if penalty == "l1" else "lbfgs", tol=tol, max_iter=10000).fit(X, y)
    milliseconds, processor = (time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000
    np.hstack([model.coef_, model.intercept_[:, None]]).tofile(f"{folder}/theta")
    print(milliseconds, model.n_iter_.max(), processor, flush=True)
