"""Writes ridge.json: small problems with the answers of scikit-learn (ridge) and numpy's lstsq (minimum norm).
Run: /usr/bin/python3 ridge.py > ridge.json   (scikit-learn 1.2.1)
Ridge with nearly dependent columns and tiny alpha is solved in exact rational arithmetic instead: there scikit-learn's
own digits end.
"""
import json
from fractions import Fraction

import numpy as np
from sklearn.linear_model import LinearRegression, Ridge

random = np.random.RandomState(0)


def problem(n, d, t=1):
    X = np.round(random.randn(n, d) * (1 + np.arange(d)) + np.arange(d), 3)
    Y = np.round(X @ random.randn(d, t) + random.randn(n, t) + 5, 3)
    return X, Y


def exact(X, Y, alpha, intercept, weights):
    """(XᵀWX + αI) w = XᵀWy with the intercept as an unpenalised first column."""
    rows = [([Fraction(1)] if intercept else []) + [Fraction(float(v)) for v in row] for row in X]
    weights = [Fraction(float(w)) for w in (weights if weights is not None else np.ones(len(X)))]
    p = len(rows[0])
    answers = []
    for t in range(Y.shape[1]):
        y = [Fraction(float(v)) for v in Y[:, t]]
        system = [[sum(w * r[i] * r[j] for w, r in zip(weights, rows)) + (Fraction(float(alpha)) if i == j and (i > 0 or not intercept) else 0)
                   for j in range(p)] + [sum(w * r[i] * v for w, r, v in zip(weights, rows, y))] for i in range(p)]
        for k in range(p):
            pivot = next(i for i in range(k, p) if system[i][k] != 0)
            system[k], system[pivot] = system[pivot], system[k]
            system[k] = [value / system[k][k] for value in system[k]]
            for i in range(p):
                if i != k:
                    factor = system[i][k]
                    system[i] = [a - factor * b for a, b in zip(system[i], system[k])]
        answers.append([float(line[p]) for line in system])
    return [a[1:] if intercept else a for a in answers], [a[0] if intercept else 0.0 for a in answers]


def case(name, X, Y, alpha, intercept=True, weights=None):
    if alpha == 0:
        assert weights is None
        model = LinearRegression(fit_intercept=intercept).fit(X, Y)
    else:
        model = Ridge(alpha=alpha, fit_intercept=intercept, solver='svd').fit(X, Y, sample_weight=weights)
    coef, b = np.atleast_2d(model.coef_).tolist(), np.broadcast_to(model.intercept_, Y.shape[1]).tolist()
    if alpha != 0:
        right, right_b = exact(X, Y, alpha, intercept, weights)
        gap = np.max(np.abs(np.array(coef) - right) / np.max(np.abs(right)))
        assert gap < (1e-5 if 'dependent' in name or 'tiny' in name else 1e-10), (name, gap)
        if 'dependent' in name or 'tiny' in name:
            coef, b = right, right_b
    return dict(name=name, X=X.tolist(), Y=Y.tolist(), alpha=alpha, intercept=intercept,
                weights=None if weights is None else weights.tolist(), coef=coef, b=b)


cases = []
X, Y = problem(12, 3)
weights = np.round(random.rand(12) * 3, 2)
for alpha in (1e-8, 0.5, 1.0, 100.0, 1e6):
    cases.append(case(f'alpha {alpha:g}', X, Y, alpha))
cases.append(case('no intercept', X, Y, 2.0, intercept=False))
cases.append(case('weighted', X, Y, 0.7, weights=weights))
cases.append(case('many targets', *problem(10, 4, 3), 1.5))
wide = problem(5, 9, 2)
cases.append(case('more columns than rows', *wide, 0.3))
cases.append(case('more columns than rows, weighted, no intercept', *wide, 0.3, intercept=False, weights=np.array([1.0, 2.0, 0.5, 1.0, 3.0])))
twin = np.column_stack([X, X[:, 0] + X[:, 1]])
cases.append(case('dependent columns', twin, Y, 1.0))
cases.append(case('dependent columns, tiny alpha', twin, Y, 1e-9))
near = np.column_stack([X, X[:, 0] + 1e-7 * X[:, 2]])
cases.append(case('nearly dependent columns, tiny alpha', near, Y, 1e-10))

smallest = [
    case('one column is the sum of two', twin, Y, 0),
    case('one column is the sum of two, no intercept', twin, Y, 0, intercept=False),
    case('more columns than rows', *wide, 0),
    case('more columns than rows, no intercept', *wide, 0, intercept=False),
    case('a constant column', np.column_stack([X, np.full(12, 0.1)]), Y, 0),
    case('a twin column and a zero column', np.column_stack([X[:, 0], X[:, 0], np.zeros(12), X[:, 1]]), Y, 0),
    case('all columns the same', np.column_stack([X[:, 0]] * 4), Y, 0),
]
lines = lambda cases: '[\n%s\n]' % ',\n'.join(json.dumps(c) for c in cases)
print('{"ridge": %s,\n"smallest": %s}' % (lines(cases), lines(smallest)))
