"""Cross-validated scores by scikit-learn, row i held out in fold i mod 5: python3 classifierFolds.py > classifierFolds.json (scikit-learn 1.2.1)"""
import csv
import json
import pathlib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, f1_score, log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

datasets = pathlib.Path(__file__).resolve().parents[3] / "datasets"


def folds(name, target):
    with open(datasets / f"{name}.csv") as file:
        rows = list(csv.reader(file))
    if rows[0][-1] != target:
        raise ValueError(f"the last column of {name} must be {target}")
    y, X = np.array([row[-1] for row in rows[1:]]), np.array([[float(cell) for cell in row[:-1]] for row in rows[1:]])
    scores = {"accuracy": [], "f1": [], "logLoss": [], "rocAuc": []}
    for fold in range(5):
        held = np.arange(len(y)) % 5 == fold
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1, tol=1e-12, max_iter=100000)).fit(X[~held], y[~held])
        predicted, q, classes = model.predict(X[held]), model.predict_proba(X[held]), model.classes_
        binary = len(classes) == 2
        scores["accuracy"].append(accuracy_score(y[held], predicted))
        scores["f1"].append(f1_score(y[held], predicted, **({"pos_label": classes[1]} if binary else {"average": "macro"})))
        scores["logLoss"].append(log_loss(y[held], q, labels=classes))
        scores["rocAuc"].append(roc_auc_score(y[held] == classes[1], q[:, 1]) if binary else roc_auc_score(y[held], q, multi_class="ovr", labels=classes))
    return {"table": name, "target": target, "scores": scores}


print(json.dumps([folds("iris", "species"), folds("breast_cancer", "diagnosis"), folds("wine", "cultivar")], indent=1))
