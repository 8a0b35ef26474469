"""Writes nist.json: the linear least squares problems of NIST's Statistical Reference Datasets (StRD,
https://www.itl.nist.gov/div898/strd/lls/lls.shtml), data and certified values, after checking every certified value
against an exact rational solution of the normal equations. Run: python3 nist.py > nist.json

`certified` is for the decimal numbers as NIST prints them. A program sees float64: powers of x, and decimals, rounded.
For ill-conditioned problems that alone changes the answer, so `rounded` is the exact solution for the rounded numbers:
what a perfect solver in float64 would return.
"""
import json
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60

norris = dict(
    x='0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6 556.0 228.1 '
      '995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5',
    y='0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8 557.7 228.3 '
      '998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2',
    degree=1, coef='-0.262323073774029 1.00211681802045', errors='0.232818234301152 0.429796848199937E-03', sd='0.884796396144373')
pontius = dict(
    x=' '.join(str(150000 * k) for k in range(1, 21)) + ' ' + ' '.join(str(150000 * k) for k in range(1, 21)),
    y='.11019 .21956 .32949 .43899 .54803 .65694 .76562 .87487 .98292 1.09146 1.20001 1.30822 1.41599 1.52399 1.63194 '
      '1.73947 1.84646 1.95392 2.06128 2.16844 .11052 .22018 .32939 .43886 .54798 .65739 .76596 .87474 .98300 1.09150 '
      '1.20004 1.30818 1.41613 1.52408 1.63159 1.73965 1.84696 1.95445 2.06177 2.16829',
    degree=2, coef='0.673565789473684E-03 0.732059160401003E-06 -0.316081871345029E-14',
    errors='0.107938612033077E-03 0.157817399981659E-09 0.486652849992036E-16', sd='0.205177424076185E-03')
no_intercept_1 = dict(x=' '.join(map(str, range(60, 71))), y=' '.join(map(str, range(130, 141))), degree=1, intercept=False,
    coef='2.07438016528926', errors='0.165289256198347E-01', sd='3.56753034006338')
no_intercept_2 = dict(x='4 5 6', y='3 4 4', degree=1, intercept=False, coef='0.727272727272727', errors='0.420827318078432E-01', sd='0.369274472937998')
filip = dict(
    y='0.8116 0.9072 0.9052 0.9039 0.8053 0.8377 0.8667 0.8809 0.7975 0.8162 0.8515 0.8766 0.8885 0.8859 0.8959 0.8913 '
      '0.8959 0.8971 0.9021 0.909 0.9139 0.9199 0.8692 0.8872 0.89 0.891 0.8977 0.9035 0.9078 0.7675 0.7705 0.7713 0.7736 '
      '0.7775 0.7841 0.7971 0.8329 0.8641 0.8804 0.7668 0.7633 0.7678 0.7697 0.77 0.7749 0.7796 0.7897 0.8131 0.8498 '
      '0.8741 0.8061 0.846 0.8751 0.8856 0.8919 0.8934 0.894 0.8957 0.9047 0.9129 0.9209 0.9219 0.7739 0.7681 0.7665 '
      '0.7703 0.7702 0.7761 0.7809 0.7961 0.8253 0.8602 0.8809 0.8301 0.8664 0.8834 0.8898 0.8964 0.8963 0.9074 0.9119 0.9228',
    x='-6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942 -6.118102026 -7.115148017 '
      '-6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091 -5.79832982 -5.482672118 -5.171791386 -4.851705903 '
      '-4.517126416 -4.143573228 -3.709075441 -3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696 '
      '-4.329846955 -3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279 -6.920818754 '
      '-6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488 -8.247337057 -7.971428747 -7.676129393 '
      '-7.352812702 -7.072065318 -6.774174009 -6.478861916 -6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889 '
      '-5.598599459 -5.290645224 -4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166 '
      '-8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626 -6.691862621 -6.392544977 '
      '-6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167 -5.132414673 -4.811352704 -4.098269308 -3.66174277 -3.2644011',
    degree=10,
    coef='-1467.48961422980 -2772.17959193342 -2316.37108160893 -1127.97394098372 -354.478233703349 -75.1242017393757 '
         '-10.8753180355343 -1.06221498588947 -0.670191154593408E-01 -0.246781078275479E-02 -0.402962525080404E-04',
    errors='298.084530995537 559.779865474950 466.477572127796 227.204274477751 71.6478660875927 15.2897178747400 '
           '2.23691159816033 0.221624321934227 0.142363763154724E-01 0.535617408889821E-03 0.896632837373868E-05', sd='0.334801051324544E-02')
longley = dict(
    rows=['83.0 234289 2356 1590 107608 1947', '88.5 259426 2325 1456 108632 1948', '88.2 258054 3682 1616 109773 1949',
          '89.5 284599 3351 1650 110929 1950', '96.2 328975 2099 3099 112075 1951', '98.1 346999 1932 3594 113270 1952',
          '99.0 365385 1870 3547 115094 1953', '100.0 363112 3578 3350 116219 1954', '101.2 397469 2904 3048 117388 1955',
          '104.6 419180 2822 2857 118734 1956', '108.4 442769 2936 2798 120445 1957', '110.8 444546 4681 2637 121950 1958',
          '112.6 482704 3813 2552 123366 1959', '114.2 502601 3931 2514 125368 1960', '115.7 518173 4806 2572 127852 1961',
          '116.9 554894 4007 2827 130081 1962'],
    y='60323 61122 60171 61187 63221 63639 64989 63761 66019 67857 68169 66513 68655 69564 69331 70551',
    coef='-3482258.63459582 15.0618722713733 -0.358191792925910E-01 -2.02022980381683 -1.03322686717359 -0.511041056535807E-01 1829.15146461355',
    errors='890420.383607373 84.9149257747669 0.334910077722432E-01 0.488399681651699 0.214274163161675 0.226073200069370 455.478499142212',
    sd='304.854073561965')

steps = range(21)
noise = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759]
fifth = [sum(x ** k for k in range(6)) for x in steps]


def wampler(y, coef, errors, sd):
    return dict(x=' '.join(map(str, steps)), y=' '.join(map(str, y)), degree=5, coef=coef, errors=errors, sd=sd)


ones = '1 1 1 1 1 1'
none = '0 0 0 0 0 0'
wampler_errors = '2152.32624678170 2363.55173469681 779.343524331583 101.475507550350 5.64566512170752 0.112324854679312'


def times(text, factor):
    return ' '.join(str(Decimal(part) * factor) for part in text.split())


datasets = {
    'Norris': norris, 'Pontius': pontius, 'NoInt1': no_intercept_1, 'NoInt2': no_intercept_2, 'Longley': longley, 'Filip': filip,
    'Wampler1': wampler(fifth, ones, none, '0'),
    'Wampler2': wampler([Decimal(sum(x ** k * 10 ** (5 - k) for k in range(6))) / 10 ** 5 for x in steps], '1 .1 .01 .001 .0001 .00001', none, '0'),
    'Wampler3': wampler([a + b for a, b in zip(fifth, noise)], ones, wampler_errors, '2360.14502379268'),
    'Wampler4': wampler([a + 100 * b for a, b in zip(fifth, noise)], ones, times(wampler_errors, 100), '236014.502379268'),
    'Wampler5': wampler([a + 10000 * b for a, b in zip(fifth, noise)], ones, times(wampler_errors, 10000), '23601450.2379268'),
}


def solve(rows, y):
    """Exact coefficients, and as decimals standard errors and residual standard deviation."""
    p = len(rows[0])
    system = [[sum(row[i] * row[j] for row in rows) for j in range(p)] + [sum(row[i] * t for row, t in zip(rows, y))]
              + [Fraction(int(i == j)) for j in range(p)] for i in range(p)]
    for k in range(p):
        pivot = next(i for i in range(k, p) if system[i][k] != 0)
        system[k], system[pivot] = system[pivot], system[k]
        system[k] = [value / system[k][k] for value in system[k]]
        for i in range(p):
            if i != k and system[i][k] != 0:
                factor = system[i][k]
                system[i] = [a - factor * b for a, b in zip(system[i], system[k])]
    coef = [line[p] for line in system]
    squares = sum((t - sum(a * b for a, b in zip(row, coef))) ** 2 for row, t in zip(rows, y)) / (len(y) - p)
    root = lambda value: (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
    return coef, [root(squares * system[i][p + 1 + i]) for i in range(p)], root(squares)


def agree(name, exact, printed):
    for a, b in zip(exact, printed):
        a = Decimal(a.numerator) / Decimal(a.denominator) if isinstance(a, Fraction) else a
        assert abs(a - Decimal(b)) <= Decimal('6e-15') * abs(a), (name, a, b)


result = {'source': 'NIST Statistical Reference Datasets, linear least squares, https://www.itl.nist.gov/div898/strd/lls/lls.shtml',
          'datasets': {}}
for name, data in datasets.items():
    intercept = data.get('intercept', True)
    lead = [1] if intercept else []
    y = data['y'].split()
    if 'rows' in data:
        decimals = [[Fraction(part) for part in row.split()] for row in data['rows']]
        floats = [[float(part) for part in row.split()] for row in data['rows']]
    else:
        decimals, floats = [], []
        for x in data['x'].split():
            decimals.append([Fraction(x) ** k for k in range(1, data['degree'] + 1)])
            row, power = [], 1.0
            for _ in range(data['degree']):
                power *= float(x)  # as a user would: rounded each time
                row.append(power)
            floats.append(row)
    coef, errors, sd = solve([[Fraction(1)] * len(lead) + row for row in decimals], [Fraction(t) for t in y])
    agree(name, coef, data['coef'].split())
    agree(name, errors + [sd], data['errors'].split() + [data['sd']])
    rounded, rounded_errors, rounded_sd = solve([[Fraction(1)] * len(lead) + [Fraction(v) for v in row] for row in floats], [Fraction(float(t)) for t in y])
    result['datasets'][name] = {
        'intercept': intercept, 'X': floats, 'y': [float(t) for t in y],
        'certified': {'coef': [float(v) for v in data['coef'].split()], 'errors': [float(v) for v in data['errors'].split()], 'sd': float(data['sd'])},
        'rounded': {'coef': [float(v) for v in rounded], 'errors': [float(v) for v in rounded_errors], 'sd': float(rounded_sd)},
    }
print('{\n"source": %s,\n"datasets": {\n%s\n}}' % (json.dumps(result['source']), ',\n'.join(
    '%s: {\n%s\n}' % (json.dumps(name), ',\n'.join('  %s: %s' % (json.dumps(k), json.dumps(v)) for k, v in data.items()))
    for name, data in result['datasets'].items())))
