"""The scikit-learn side of kmeans.bench.mjs: fits or compares once per line on standard input, answers in JSON."""
import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans

folder, columns, clusters, max_iter = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
X = np.fromfile(f"{folder}/X").reshape(-1, columns)
init = X[:clusters].copy()
fit = lambda: KMeans(n_clusters=clusters, init=init, n_init=1, max_iter=max_iter, algorithm="lloyd").fit(X)
model = fit()  # warm

print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "fit":
        start = time.perf_counter()
        model = fit()
        print((time.perf_counter() - start) * 1000, flush=True)
    else:
        labels = np.fromfile(f"{folder}/labels", dtype=np.int32)
        print(json.dumps({"iterations": int(model.n_iter_), "share": float((labels == model.labels_).mean())}), flush=True)
