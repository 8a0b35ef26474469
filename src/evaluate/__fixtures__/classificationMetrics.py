"""Scores by scikit-learn, to compare ours with: python3 classificationMetrics.py > classificationMetrics.json (scikit-learn 1.2.1)"""
import json
import warnings
import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
random = np.random.default_rng(4)


def labels(y, p, w, names):
    scores = {}
    weights = {} if w is None else {"sample_weight": w}
    scores["accuracy"] = m.accuracy_score(y, p, **weights)
    scores["balancedAccuracy"] = m.balanced_accuracy_score(y, p, **weights)
    for name, function in {"precision": m.precision_score, "recall": m.recall_score, "f1": m.f1_score}.items():
        for average in ["macro", "micro", "weighted"]:
            for zero in [0, 1]:
                scores[f"{name} {average} {zero}"] = function(y, p, average=average, zero_division=zero, **weights)
        if len(names) == 2:
            scores[f"{name} binary 0"] = function(y, p, pos_label=names[1], zero_division=0, **weights)
    shapes = {normalize or "none": m.confusion_matrix(y, p, normalize=normalize, **weights).tolist() for normalize in [None, "true", "pred", "all"]}
    return {k: float(v) for k, v in scores.items()}, shapes


def probabilities(y, q, w, names):
    weights = {} if w is None else {"sample_weight": w}
    scores = {"logLoss": m.log_loss(y, q, labels=names, **weights)}
    one_hot = label_binarize(y, classes=names)
    if len(names) == 2:
        one_hot = np.column_stack([1 - one_hot, one_hot])
        positive = one_hot[:, 1]
        scores["brierScore"] = m.brier_score_loss(positive, q[:, 1], **weights)
        scores["rocAuc"] = m.roc_auc_score(positive, q[:, 1], **weights)
        scores["averagePrecision"] = m.average_precision_score(positive, q[:, 1], **weights)
    else:
        scores["brierScore"] = np.average(((q - one_hot) ** 2).sum(axis=1), weights=w)
        for average in ["macro", "weighted"]:
            scores[f"rocAuc oneVsRest {average}"] = m.roc_auc_score(y, q, multi_class="ovr", average=average, labels=names, **weights)
            if w is None:
                scores[f"rocAuc pairwise {average}"] = m.roc_auc_score(y, q, multi_class="ovo", average=average, labels=names)
            scores[f"averagePrecision {average}"] = m.average_precision_score(one_hot, q, average=average, **weights)
    return {k: float(v) for k, v in scores.items()}


def curves(y, s, w):
    weights = {} if w is None else {"sample_weight": w}
    fpr, tpr, thresholds = m.roc_curve(y, s, drop_intermediate=False, **weights)
    precision, recall, steps = m.precision_recall_curve(y, s, **weights)
    return {"roc": {"falsePositiveRate": fpr[1:].tolist(), "truePositiveRate": tpr[1:].tolist(), "thresholds": thresholds[1:].tolist()},
            "precisionRecall": {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": steps.tolist()}}


def case(title, n, names, ties=False, weighted=False, missing=None):
    k = len(names)
    y = random.integers(0, k, n)
    logits = random.normal(0, 1, (n, k))
    logits[np.arange(n), y] += 1
    q = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    if ties:
        q = np.round(q * 8) + 0.5
        q = q / q.sum(axis=1, keepdims=True)
    p = q.argmax(axis=1)
    if missing is not None:  # a class that is never predicted
        p[p == missing] = 0
    w = np.round(random.uniform(0.1, 3, n), 2) if weighted else None
    truth, predicted = np.array(names)[y], np.array(names)[p]
    scores, shapes = labels(truth, predicted, w, sorted(names))
    found = {"title": title, "yTrue": truth.tolist(), "yPred": predicted.tolist(), "probabilities": q.tolist(), "scores": scores, "confusion": shapes,
             "probabilityScores": probabilities(truth, q, w, names)}
    if w is not None:
        found["sampleWeight"] = w.tolist()
    if k == 2:
        found["curves"] = curves(truth == names[1], q[:, 1], w)
        if w is None:
            found["calibration"] = {strategy: [part.tolist() for part in calibration_curve(truth == names[1], q[:, 1], n_bins=10, strategy=strategy)] for strategy in ["uniform", "quantile"]}
    return found


print(json.dumps([
    case("two classes, strings", 60, ["no", "yes"]),
    case("two classes, booleans, equal scores", 50, [False, True], ties=True),
    case("two classes, numbers, weights", 40, [-1, 1], weighted=True),
    case("two classes, weights and equal scores", 40, [0, 1], ties=True, weighted=True),
    case("three classes, strings", 60, ["bird", "cat", "dog"]),
    case("four classes, numbers, one never predicted", 50, [1, 2, 5, 10], missing=2),
    case("three classes, weights", 45, [0, 1, 2], weighted=True),
    case("five classes, equal scores, weights", 60, ["a", "b", "c", "d", "e"], ties=True, weighted=True),
]))
