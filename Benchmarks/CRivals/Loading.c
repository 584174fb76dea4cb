#define _GNU_SOURCE
#include "Loading.h"

#include <dlfcn.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

static char message[256] = "";

const char *rival_error(void) { return message; }

void rival_keep_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 1 << 25);
  mallopt(M_TRIM_THRESHOLD, 1 << 28);
}

void *rival_open(const char *path, int isShared) {
  void *library = dlopen(path, RTLD_LAZY | (isShared ? RTLD_GLOBAL : RTLD_LOCAL | RTLD_DEEPBIND));
  if (!library) snprintf(message, sizeof message, "%s", dlerror());
  return library;
}

int rival_find(void *library, const char *symbol, void *function) {
  void *found = dlsym(library, symbol);
  if (!found) snprintf(message, sizeof message, "no function %s", symbol);
  *(void **)function = found;
  return found != NULL;
}

int rival_row_count(const RivalTechnology *t) {
  return t->inputCount + t->outputCount + (t->hasSum ? 1 : 0);
}

double rival_element(const RivalTechnology *t, int unit, int row) {
  int variables = t->inputCount + t->outputCount;
  return row < variables ? t->units[unit * variables + row] : 1;
}

double rival_score_cost(const RivalTechnology *t) { return t->isMaximum ? -1 : 1; }

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

RivalOutcome rival_run(
    const Rival *rival, const RivalTechnology *technology, int usesDual, const double *points,
    int pointCount, int warmCount, double *values) {
  RivalOutcome outcome = {0, 0, 0, 0};
  double start = seconds(CLOCK_THREAD_CPUTIME_ID), startOnWall = seconds(CLOCK_MONOTONIC);
  void *model = rival->create(technology, usesDual);
  int p = technology->inputCount, variables = p + technology->outputCount;
  for (int k = 0; k < pointCount; k++) {
    if (k > 0 && k == warmCount) {
      outcome.untimedSeconds = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
      outcome.untimedWallSeconds = seconds(CLOCK_MONOTONIC) - startOnWall;
      outcome.pivotCount = 0;
    }
    const double *point = points + k * variables;
    values[k] = NAN;
    int status = model ? rival->solve(model, point, point + p, values + k) : 2;
    values[k] = status != 0 ? NAN : values[k] * rival_score_cost(technology);
    if (status == 2) outcome.failureCount++;
    if (model) outcome.pivotCount += rival->pivots(model);
  }
  if (model) rival->destroy(model);
  return outcome;
}
