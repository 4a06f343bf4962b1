"""The usual way to fit and score a BG/NBD in Python, for comparison: every customer a row, vectorised numpy, scipy's BFGS
on log-parameters from 0.1 each with the analytic gradient, hyp2f1 for the expectation, discounting by 30-day steps.
mode "numpy": a re-implementation of that approach; mode "lifetimes": the package itself, where it is installed.
Prints one JSON object with CPU seconds."""

import json
import resource
import sys
import time

import numpy as np
from scipy import optimize, special


def negative_log_likelihood(theta, x, recency, age):
    r, alpha, a, b = np.exp(theta)
    n = len(x)
    repeated = x > 0
    log_t, log_s = np.log(alpha + age), np.log(alpha + recency)
    common = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + special.betaln(a, b + x) - special.betaln(a, b)
    alive = -(r + x) * log_t
    left = np.where(repeated, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * log_s, -np.inf)
    total = np.logaddexp(alive, left)
    p = np.exp(alive - total)
    q = 1 - p
    survivors = b + np.maximum(x, 1) - 1
    slope_ab = special.digamma(a + b) - special.digamma(a + b + x)
    gradient = np.array([
        np.sum(special.digamma(r + x) - special.digamma(r) + np.log(alpha) - p * log_t - q * log_s) * r,
        np.sum(r / alpha - (r + x) * (p / (alpha + age) + q / (alpha + recency))) * alpha,
        np.sum(slope_ab + q / a) * a,
        np.sum(slope_ab + special.digamma(b + x) - special.digamma(b) - q / survivors) * b,
    ])
    return -np.sum(common + total) / n, -gradient / n


def expected(r, alpha, a, b, x, recency, age, t):
    z = t / (alpha + age + t)
    series = special.hyp2f1(r + x, b + x, a + b + x - 1, z)
    numerator = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * series)
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x), 0)
    return numerator / (1 + odds)


def discounted(expectation, horizon, rate):
    value, previous = 0, 0
    for end in np.append(np.arange(30, horizon, 30), horizon):
        now = expectation(end)
        value = value + (now - previous) * np.exp(-rate * end)
        previous = now
    return value


def main():
    path, mode, horizon, rate = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
    x, recency, age = np.fromfile(path).reshape(3, -1)
    start = time.process_time()
    if mode == "lifetimes":
        import lifetimes
        fitter = lifetimes.BetaGeoFitter()
        fitter.fit(x, recency, age)
        r, alpha, a, b = (fitter.params_[name] for name in ("r", "alpha", "a", "b"))
        label = "lifetimes " + lifetimes.__version__
    else:
        found = optimize.minimize(negative_log_likelihood, np.log(np.full(4, 0.1)), args=(x, recency, age), jac=True, tol=1e-7)
        r, alpha, a, b = np.exp(found.x)
        label = "numpy/scipy re-implementation of the usual approach (not lifetimes)"
    fit = time.process_time() - start
    log_likelihood = -negative_log_likelihood(np.log([r, alpha, a, b]), x, recency, age)[0] * len(x)
    start = time.process_time()
    at = lambda t: expected(r, alpha, a, b, x, recency, age, t)
    total = at(horizon)
    discounted(at, horizon, rate)
    score = time.process_time() - start
    print(json.dumps({
        "label": label, "fit": fit, "score": score, "logLikelihood": log_likelihood, "expected": float(np.nansum(total)),
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main()
