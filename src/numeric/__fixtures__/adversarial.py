"""Writes adversarial.json: the elementary functions where they are hard: at subnormal numbers and results, next to
multiples of π/2, next to 1, next to the ends of the intervals of the approximations, and far out.

A row is [x, (y,) nearest double, the rest of the true value in units of the nearest double's last place].
Needs mpmath. Run: python3 adversarial.py   or, for a search of N times as many points:   python3 adversarial.py N FILE
"""
import json
import math
import random
import sys
from mpmath import mp, mpf
import mpmath as m

random.seed(21)
times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
path = sys.argv[2] if len(sys.argv) > 2 else "adversarial.json"
uniform = random.uniform


def row(arguments, value):
    nearest = float(value)
    if math.isinf(nearest) or math.isnan(nearest):
        return None
    return [*arguments, nearest, round(float((value - mpf(nearest)) / mpf(math.ulp(nearest))), 4)]


def points(count, low, high):
    return [uniform(low, high) for _ in range(count * times)]


def powers(count, low, high, sign=None):
    return [(sign or random.choice([-1, 1])) * math.ldexp(uniform(0.5, 1), random.randint(low, high)) for _ in range(count * times)]


def beside(x, most=2):
    near = [x]
    for direction in (math.inf, -math.inf):
        y = x
        for _ in range(most):
            y = math.nextafter(y, direction)
            near.append(y)
    return near


def both(numbers):
    return [s * x for x in numbers for s in (1, -1)]


def quarters():
    turns = [1, 2, 3] + [random.randint(1, 10**random.randint(1, 18)) for _ in range(20 * times)]
    return [y for k in turns for y in beside(float(mpf(k) * m.pi / 2), 1)]


mp.prec = 2400
angles = points(10, -10, 10) + points(10, -1e6, 1e6) + powers(25, -1070, 1023) + quarters() + [6381956970095103 * 2.0**797, 1e22, math.nextafter(1e6, 2e6), sys.float_info.max]
near_zero = powers(8, -1070, -1)
halves = [(k + 0.5) * math.log(2) + d for k in (-1074, -1023, -1000, -53, -2, -1, 0, 1, 20, 1022) for d in (0, 1e-13, -1e-13)]
edges = both([y for c in (0.84375, 1.25, 2.857142857142857) for y in beside(c)])
functions = {
    "exp": (m.exp, points(30, -745.2, 709.78) + points(20, -745.2, -708) + points(20, -1, 1) + near_zero + halves),
    "log": (m.log, powers(30, -1073, 1023, 1) + points(20, 0.5, 2) + [1 + x for x in powers(30, -51, -1)] + [y for c in (1.0, math.sqrt(2), math.sqrt(0.5)) for y in beside(c, 3) if y != 1]
            + [random.randint(1, 2**40) * 5e-324 for _ in range(10)]),
    "tanh": (m.tanh, points(30, -25, 25) + points(40, -2, 2) + near_zero + both(beside(0.625))),
    "sin": (m.sin, angles),
    "cos": (m.cos, angles),
    "erf": (m.erf, points(60, -6, 6) + near_zero + edges),
    "gelu": (lambda x: x * m.erfc(-x / m.sqrt(2)) / 2, points(50, -38.6, -1) + points(40, -3, 3) + points(5, 0, 40) + near_zero + [math.sqrt(2) * x for x in edges]),
    "expm1": (m.expm1, points(30, -40, 709.7) + points(40, -2, 2) + near_zero),
    "log1p": (m.log1p, points(40, -0.9999, 2) + powers(15, -1, 1023, 1) + near_zero + [2.0**-k * uniform(0.5, 1) - 1 for k in range(1, 53, 4)]),
    "sigmoid": (lambda x: 1 / (1 + m.exp(-x)), points(40, -745, 40) + points(40, -3, 3) + near_zero),
    "softplus": (lambda x: m.log1p(m.exp(x)), points(40, -745, 700) + points(40, -3, 3) + near_zero),
}
fixture = {name: [r for r in (row([x], f(mpf(x))) for x in xs) if r] for name, (f, xs) in functions.items()}
pairs = list(zip(points(20, 0.9, 1.1), points(20, -4000, 4000)))
pairs += [(1 + x, uniform(-1, 1) * 2.0 ** random.randint(10, 60)) for x in powers(30, -51, -10)]
pairs += [(x, uniform(-1, 1) * 0.999) for x in powers(25, -1073, 1023, 1)] + [(x, uniform(-3, 3)) for x in powers(25, -300, 300, 1)]
pairs += [(x, float(random.randint(-300, 300))) for x in points(25, -20, 20)] + [(x, -1074 / math.log2(x) * uniform(0.95, 0.9999)) for x in points(20, 1.1, 100)]
pairs += [(x, y) for x in points(3, 0.01, 10) for y in (0.5, -0.5, 1 / 3, 2.0, -1.0, -2.0, 64.0, 65.0)]
pairs = [(x, y) for x, y in pairs if x not in (0, 1) and abs(y * math.log(abs(x))) < 745]
fixture["pow"] = [r for r in (row(p, mpf(p[0]) ** mpf(p[1])) for p in pairs) if r]
with open(path, "w") as out:
    out.write("{\n" + ",\n".join(f'"{name}": {json.dumps(rows)}' for name, rows in fixture.items()) + "\n}\n")
