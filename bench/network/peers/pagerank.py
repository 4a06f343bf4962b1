"""PageRank by igraph (PRPACK) or scipy (power iteration, L1 change <= 1e-8): pagerank.py igraph|scipy FILE NODES RANKS"""
import json
import resource
import sys
import time

import numpy as np

library, path, nodes, ranks = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
pairs = np.fromfile(path, dtype=np.int32).reshape(-1, 2)
start = time.process_time()
if library == "igraph":
    import igraph
    start = time.process_time()
    graph = igraph.Graph(nodes, pairs, directed=True)
    built = time.process_time()
    rank = np.array(graph.pagerank(damping=0.85))
    sweeps = None
else:
    from scipy.sparse import csr_matrix
    start = time.process_time()
    out = np.bincount(pairs[:, 0], minlength=nodes)
    share = np.where(out > 0, 1 / np.maximum(out, 1), 0)
    matrix = csr_matrix((share[pairs[:, 0]], (pairs[:, 1], pairs[:, 0])), shape=(nodes, nodes))
    built = time.process_time()
    rank = np.full(nodes, 1 / nodes)
    sweeps, change = 0, 1.0
    while change > 1e-8:
        fresh = 0.85 * (matrix @ rank) + (0.15 + 0.85 * rank[out == 0].sum()) / nodes
        change = np.abs(fresh - rank).sum()
        rank = fresh
        sweeps += 1
solved = time.process_time()
rank.tofile(ranks)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"buildSeconds": built - start, "solveSeconds": solved - built, "sweeps": sweeps, "peakMegabytes": peak}))
