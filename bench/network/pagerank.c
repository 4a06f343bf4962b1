/* The loop to compare with: pull PageRank on sparse rows, one thread, doubles, power iteration until the L1 change is
 * at most the tolerance. gcc -O3 -march=native pagerank.c -o pagerank -lm; ./pagerank FILE NODES TOLERANCE RANKS RELABEL
 * RELABEL 1 numbers nodes by falling out-degree first, as Kring does; 0 keeps the order of the file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  const long n = atol(argv[2]);
  const double tolerance = atof(argv[3]), damping = 0.85;
  const int relabel = atoi(argv[5]);
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 1;
  fseek(file, 0, SEEK_END);
  const long m = ftell(file) / 8;
  rewind(file);
  int *pairs = malloc(8 * m);
  if (fread(pairs, 8, m, file) != (size_t)m) return 1;
  fclose(file);

  double start = cpu_seconds();
  int *given = calloc(n, 4), *number = malloc(4 * n), *out = calloc(n, 4), *offsets = calloc(n + 1, 4), *position = malloc(4 * n), *sources = malloc(4 * m);
  for (long a = 0; a < m; a++) given[pairs[2 * a]]++;
  int most = 0;
  for (long i = 0; i < n; i++) if (given[i] > most) most = given[i];
  int *first = calloc(most + 2, 4);
  for (long i = 0; i < n; i++) first[most - given[i] + 1]++;
  for (long k = 0; k <= most; k++) first[k + 1] += first[k];
  for (long i = 0; i < n; i++) number[i] = relabel ? first[most - given[i]]++ : (int)i;
  for (long i = 0; i < n; i++) out[number[i]] = given[i];
  for (long a = 0; a < m; a++) offsets[number[pairs[2 * a + 1]] + 1]++;
  for (long i = 0; i < n; i++) offsets[i + 1] += offsets[i];
  for (long i = 0; i < n; i++) position[i] = offsets[i];
  for (long a = 0; a < m; a++) sources[position[number[pairs[2 * a + 1]]]++] = number[pairs[2 * a]];
  const double build = cpu_seconds() - start;

  double *rank = malloc(8 * n), *per_arc = malloc(8 * n), change;
  for (long i = 0; i < n; i++) rank[i] = 1.0 / n;
  int sweeps = 0;
  start = cpu_seconds();
  do {
    double dangling = 0;
    for (long i = 0; i < n; i++) {
      per_arc[i] = out[i] ? rank[i] / out[i] : 0;
      if (!out[i]) dangling += rank[i];
    }
    const double jump = (1 - damping + damping * dangling) / n;
    change = 0;
    for (long i = 0; i < n; i++) {
      double sum = 0;
      for (int p = offsets[i]; p < offsets[i + 1]; p++) sum += per_arc[sources[p]];
      const double fresh = jump + damping * sum;
      change += fabs(fresh - rank[i]);
      rank[i] = fresh;
    }
    sweeps++;
  } while (change > tolerance);
  const double solve = cpu_seconds() - start;

  double *in_order = malloc(8 * n);
  for (long i = 0; i < n; i++) in_order[i] = rank[number[i]];
  file = fopen(argv[4], "wb");
  fwrite(in_order, 8, n, file);
  fclose(file);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"buildSeconds\":%.4f,\"solveSeconds\":%.4f,\"sweeps\":%d,\"peakMegabytes\":%.1f}\n", build, solve, sweeps, usage.ru_maxrss / 1024.0);
  return 0;
}
