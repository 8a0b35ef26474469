#!/usr/bin/env python3
"""Makes the tables of this folder from the copies that scikit-learn and vega-datasets carry. Knows no model.

    npm install --prefix /tmp/vega vega-datasets@3.2.1
    python3 datasets/make.py /tmp/vega/node_modules/vega-datasets/data/penguins.json

Written with Debian's python3-sklearn 1.2.1. Every file comes out the same, byte for byte.
"""
import csv
import json
import sys
from fractions import Fraction
from pathlib import Path

from sklearn import datasets

here = Path(__file__).parent


def write(name, columns, rows):
    with open(here / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[cell(value) for value in row] for row in rows])
    print(f"{name}: {len(rows)} x {len(columns)}")


def cell(value):
    """Numbers in their shortest form, whole ones without a point; nothing for a missing value."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)


def diabetes():
    data = datasets.load_diabetes(scaled=False)
    write("diabetes.csv", [*data.feature_names, "progression"], [[*row, y] for row, y in zip(data.data, data.target)])


def iris():
    data = datasets.load_iris()
    columns = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]
    write("iris.csv", columns, [[*row, str(data.target_names[y])] for row, y in zip(data.data, data.target)])


def breast_cancer():
    data = datasets.load_breast_cancer()
    columns = [name.replace(" ", "_") for name in data.feature_names]
    write("breast_cancer.csv", [*columns, "diagnosis"], [[*row, str(data.target_names[y])] for row, y in zip(data.data, data.target)])


def wine():
    data = datasets.load_wine()
    columns = [name.replace("od280/od315_of_diluted_wines", "od280_od315") for name in data.feature_names]
    # the cultivators have no names; a letter keeps the column from being taken for a number
    write("wine.csv", [*columns, "cultivar"], [[*row, "ABC"[y]] for row, y in zip(data.data, data.target)])


def digits():
    data = datasets.load_digits()
    columns = [f"p{row}{column}" for row in range(8) for column in range(8)]
    write("digits.csv", [*columns, "digit"], [[*row, y] for row, y in zip(data.data, data.target)])


def penguins(path):
    names = {
        "Species": "species", "Island": "island", "Beak Length (mm)": "bill_length_mm", "Beak Depth (mm)": "bill_depth_mm",
        "Flipper Length (mm)": "flipper_length_mm", "Body Mass (g)": "body_mass_g", "Sex": "sex",
    }
    # one sex is '.', which the field notes use for unknown
    sexes = {"MALE": "male", "FEMALE": "female", ".": None, None: None}
    rows = [{**row, "Sex": sexes[row["Sex"]]} for row in json.loads(Path(path).read_text())]
    write("penguins.csv", names.values(), [[row[name] for name in names] for row in rows])


LONGLEY = """
60323  83.0 234289 2356 1590 107608 1947
61122  88.5 259426 2325 1456 108632 1948
60171  88.2 258054 3682 1616 109773 1949
61187  89.5 284599 3351 1650 110929 1950
63221  96.2 328975 2099 3099 112075 1951
63639  98.1 346999 1932 3594 113270 1952
64989  99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962
"""
CERTIFIED = [-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359, -0.511041056535807e-01, 1829.15146461355]


def longley():
    rows = [[Fraction(field) for field in line.split()] for line in LONGLEY.split("\n") if line]
    check_longley(rows)
    columns = ["gnp_deflator", "gnp", "unemployed", "armed_forces", "population", "year", "employed"]
    write("longley.csv", columns, [[*row[1:], row[0]] for row in rows])


def check_longley(rows):
    """Solves the normal equations in fractions: a mistyped number would miss NIST's certified coefficients."""
    X = [[Fraction(1), *row[1:]] for row in rows]
    n = len(X[0])
    system = [[*(sum(x[i] * x[j] for x in X) for j in range(n)), sum(x[i] * row[0] for x, row in zip(X, rows))] for i in range(n)]
    for i in range(n):
        system[i] = [value / system[i][i] for value in system[i]]
        for k in range(n):
            if k != i:
                system[k] = [a - system[k][i] * b for a, b in zip(system[k], system[i])]
    for row, certified in zip(system, CERTIFIED):
        assert abs(float(row[-1]) / certified - 1) < 1e-14, (float(row[-1]), certified)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    diabetes()
    iris()
    penguins(sys.argv[1])
    breast_cancer()
    wine()
    digits()
    longley()
