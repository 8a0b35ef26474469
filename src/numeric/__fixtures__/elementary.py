"""Writes elementary.json: the elementary functions at fixed points, to 60 bits more than a double holds.

A row is [x, (y,) nearest double, the rest of the true value in units of the nearest double's last place].
Needs mpmath. Run: python3 elementary.py
"""
import json
import math
import random
from mpmath import mp, mpf
import mpmath as m

mp.prec = 2400
random.seed(3)


def row(arguments, value):
    nearest = float(value)
    if math.isinf(nearest) or abs(nearest) < 1e-300:
        return None
    return [*arguments, nearest, round(float((value - mpf(nearest)) / mpf(math.ulp(nearest))), 4)]


def points(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def small(count):
    return [random.choice([-1, 1]) * 10 ** random.uniform(-20, 0) for _ in range(count)]


def powers(count, sign=None):
    return [(sign or random.choice([-1, 1])) * math.ldexp(random.uniform(0.5, 1), random.randint(-1000, 1000)) for _ in range(count)]


functions = {
    "expm1": (m.expm1, points(-40, 700, 30) + points(-2, 2, 40) + small(20)),
    "log1p": (m.log1p, points(-0.999, 2, 40) + powers(20, 1) + small(20)),
    "tanh": (m.tanh, points(-22, 22, 30) + points(-1.5, 1.5, 40) + small(20)),
    "sigmoid": (lambda x: 1 / (1 + m.exp(-x)), points(-600, 40, 30) + points(-3, 3, 40)),
    "softplus": (lambda x: m.log1p(m.exp(x)), points(-600, 600, 30) + points(-3, 3, 40)),
    "sin": (m.sin, points(-10, 10, 40) + points(-1e6, 1e6, 30) + small(10) + powers(40) + [3.141592653589793, 6381956970095103 * 2.0**797]),
    "cos": (m.cos, points(-10, 10, 40) + points(-1e6, 1e6, 30) + small(10) + powers(40) + [1.5707963267948966, 6381956970095103 * 2.0**797]),
    "erf": (m.erf, points(-3, 3, 60) + small(10) + points(-6, 6, 20)),
    "erfc": (m.erfc, points(-3, 3, 60) + points(0.8, 26, 30)),
}
fixture = {name: [r for r in (row([x], f(mpf(x))) for x in xs) if r] for name, (f, xs) in functions.items()}
pairs = [(10 ** random.uniform(-5, 5), random.uniform(-30, 30)) for _ in range(60)]
pairs += [(random.uniform(0.9, 1.1), random.uniform(-4000, 4000)) for _ in range(40)]
pairs += [(abs(p), random.uniform(-1, 1) * 0.9) for p in powers(30)]
pairs += [(random.uniform(-20, 20), random.randint(-40, 40)) for _ in range(40)]
pairs += [(0.9, n) for n in (100, 1000, 5000)] + [(0.999, n) for n in (1, 10, 100000)]
fixture["pow"] = [r for r in (row(p, mpf(p[0]) ** mpf(p[1])) for p in pairs) if r]
numbers = points(-3, 3, 60) + points(-37, -1, 60) + points(-1.9, -1.1, 60) + points(0, 40, 10) + small(20)
fixture["gelu"] = [r for r in (row([x], x * m.erfc(-mpf(x) / m.sqrt(2)) / 2) for x in numbers) if r]
with open("elementary.json", "w") as out:
    out.write("{\n" + ",\n".join(f'"{name}": {json.dumps(rows)}' for name, rows in fixture.items()) + "\n}\n")
