"""Writes separable.json: logistic regressions of perfectly separable classes with ever smaller penalties, to 60 digits.

Run: /usr/bin/python3 separable.py  (mpmath 1.2.1). Newton's method from one penalty to the next, a tenth of it; with L1 on
the coefficients in use, whose signs and those left out are checked by their optimality conditions.
"""
import json
import os

import mpmath as mp

mp.mp.dps = 60
here = os.path.dirname(os.path.abspath(__file__))
# multiples of 1/8, exact in float64
X = [[(i + 2 * ((i * 7) % 5)) / 8, (2 * ((i * i) % 7) + i) / 8, ((i * 5) % 11) / 8] for i in range(24)]
score = [4 * a + b for a, b, _ in X]
two = [int(s > 10) for s in score]
three = [int(s > 7) + int(s > 12) for s in score]


def costs(theta, y, K, need_hessian=True):
    """Gradient and second derivatives of the summed log-loss; theta[k] = coefficients, then the intercept."""
    outputs = 1 if K == 2 else K
    m = len(X[0]) + 1
    g = mp.zeros(outputs * m, 1)
    H = mp.zeros(outputs * m, outputs * m)
    for row, label in zip(X, y):
        x = [mp.mpf(v) for v in row] + [mp.mpf(1)]
        z = [mp.fsum(theta[k * m + j] * x[j] for j in range(m)) for k in range(outputs)]
        if outputs == 1:
            p = [1 / (1 + mp.exp(-z[0]))]
            r = [p[0] - label]
        else:
            e = [mp.exp(v - max(z)) for v in z]
            p = [v / mp.fsum(e) for v in e]
            r = [p[k] - int(label == k) for k in range(outputs)]
        for k in range(outputs):
            for j in range(m):
                g[k * m + j] += r[k] * x[j]
            for l in range(outputs):
                c = p[k] * ((1 if k == l else 0) - p[l])
                for j in range(m):
                    for i in range(m):
                        H[k * m + j, l * m + i] += c * x[j] * x[i]
    return g, H


def solve(y, K, penalty, alphas):
    outputs = 1 if K == 2 else K
    m = len(X[0]) + 1
    size = outputs * m
    theta = mp.zeros(size, 1)
    signs = [0] * size
    found = {}
    alpha = mp.mpf(1)
    last = min(alphas)
    while alpha >= last * mp.mpf("0.999"):
        for _ in range(400):
            g, H = costs(theta, y, K)
            free = []
            for e in range(size):
                if e % m == m - 1:
                    free.append(e)
                elif penalty == "l2":
                    g[e] += alpha * theta[e]
                    H[e, e] += alpha
                    free.append(e)
                else:
                    if signs[e] != 0:
                        g[e] += alpha * signs[e]
                        free.append(e)
            if outputs > 1:  # equal intercepts change nothing
                some = H[m - 1, m - 1]
                for k in range(outputs):
                    for l in range(outputs):
                        H[k * m + m - 1, l * m + m - 1] += some
            small = mp.matrix(len(free), len(free))
            right = mp.matrix(len(free), 1)
            for a, e in enumerate(free):
                right[a] = -g[e]
                for b, f in enumerate(free):
                    small[a, b] = H[e, f]
            step = mp.lu_solve(small, right)
            t = min(mp.mpf(1), 20 / max(abs(v) for v in step))
            leaving = None
            for a, e in enumerate(free):
                if penalty == "l1" and e % m != m - 1 and (theta[e] + step[a]) * signs[e] < 0:
                    # up to the first coefficient that would change its sign
                    at = -theta[e] / step[a]
                    if at < t:
                        t, leaving = at, e
            for a, e in enumerate(free):
                theta[e] += t * step[a]
            if leaving is not None:
                theta[leaving] = mp.mpf(0)
                signs[leaving] = 0
                continue
            if max(abs(v) for v in step) < mp.mpf("1e-40") * max(abs(v) for v in theta):
                # with L1 the coefficient whose condition is broken most comes in, until there is none
                out = [e for e in range(size) if penalty == "l1" and e % m != m - 1 and signs[e] == 0 and abs(g[e]) > alpha]
                if not out:
                    break
                worst = max(out, key=lambda e: abs(g[e]))
                signs[worst] = -1 if g[worst] > 0 else 1
        else:
            raise AssertionError("no convergence")
        for wanted in alphas:
            if abs(alpha / wanted - 1) < mp.mpf("1e-9"):
                mean = mp.fsum(theta[k * m + m - 1] for k in range(outputs)) / outputs if outputs > 1 else 0
                found[mp.nstr(wanted, 3)] = dict(coef=[[mp.nstr(theta[k * m + j], 20) for j in range(m - 1)] for k in range(outputs)],
                                                 intercept=[mp.nstr(theta[k * m + m - 1] - mean, 20) for k in range(outputs)])
        alpha /= 10
    return found


cases = []
for classes, y in ((2, two), (3, three)):
    for penalty in ("l2", "l1"):
        alphas = [mp.mpf(10) ** -e for e in (2, 6, 8, 10, 12, 14)]
        for alpha, solution in solve(y, classes, penalty, alphas).items():
            cases.append(dict(classes=classes, penalty=penalty, alpha=float(alpha), coef=[[float(v) for v in row] for row in solution["coef"]], intercept=[float(v) for v in solution["intercept"]]))
            print(cases[-1], flush=True)

with open(os.path.join(here, "separable.json"), "w") as file:
    json.dump(dict(source="mpmath 1.2.1, 60 digits", X=X, two=two, three=three, cases=cases), file)
    file.write("\n")
