"""Writes exponential.json: exp and log at fixed points, to more bits than a double holds.

A row is [x, nearest double, the rest of the true value in units of the nearest double's last place].
Needs mpmath. Run: python3 exponential.py
"""
import json
import math
import random
from mpmath import mp, mpf
import mpmath as m

mp.prec = 2400
random.seed(5)


def row(x, value):
    nearest = float(value)
    return [x, nearest, round(float((value - mpf(nearest)) / mpf(math.ulp(nearest))), 4)]


def points(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


exponents = points(-700, 709, 60) + points(-2, 2, 60) + [random.choice([-1, 1]) * 10 ** random.uniform(-20, 0) for _ in range(20)]
numbers = [math.ldexp(random.uniform(0.5, 1), random.randint(-1000, 1000)) for _ in range(40)] + points(0.5, 2, 60) + points(0.999, 1.001, 30)
fixture = {"exp": [row(x, m.exp(mpf(x))) for x in exponents], "log": [row(x, m.log(mpf(x))) for x in numbers]}
with open("exponential.json", "w") as out:
    out.write("{\n" + ",\n".join(f'"{name}": {json.dumps(rows)}' for name, rows in fixture.items()) + "\n}\n")
