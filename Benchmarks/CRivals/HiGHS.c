// HiGHS 1.5 and later. The declarations below are the part of its interface in use.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Loading.h"

enum { rowwise = 2, minimise = 1, optimal = 7, infeasible = 8, infeasibleOrUnbounded = 9 };
enum { dualSimplex = 1, primalSimplex = 4 };

static struct {
  void *(*create)(void);
  void (*destroy)(void *);
  int (*passLp)(
      void *, int, int, int, int, int, double, const double *, const double *, const double *,
      const double *, const double *, const int *, const int *, const double *);
  int (*setBoolOptionValue)(void *, const char *, int);
  int (*setIntOptionValue)(void *, const char *, int);
  int (*setDoubleOptionValue)(void *, const char *, double);
  int (*setStringOptionValue)(void *, const char *, const char *);
  int (*changeCoeff)(void *, int, int, double);
  int (*changeRowBounds)(void *, int, double, double);
  int (*run)(void *);
  int (*getModelStatus)(const void *);
  double (*getObjectiveValue)(const void *);
  int (*getIntInfoValue)(const void *, const char *, int *);
  const char *(*version)(void);
} highs;

typedef struct {
  void *problem;
  int inputCount, outputCount, scoreColumn;
} Model;

/// Passes the matrix row after row, with ones in the score column.
static int load(void *problem, const RivalTechnology *t) {
  int rows = rival_row_count(t), columns = t->unitCount + 1, count = 0;
  size_t elementCount = (size_t)rows * (size_t)columns;
  int *integers = malloc((elementCount + (size_t)rows + 1) * sizeof *integers);
  double *values = malloc((elementCount + 3 * (size_t)columns + 2 * (size_t)rows) * sizeof *values);
  if (!integers || !values) return 0;
  int *start = integers, *index = integers + rows + 1;
  double *lower = values + elementCount, *upper = lower + columns, *cost = upper + columns;
  double *rowLower = cost + columns, *rowUpper = rowLower + rows;
  for (int row = 0; row < rows; row++) {
    int isInput = row < t->inputCount, isSum = row >= t->inputCount + t->outputCount;
    start[row] = count;
    for (int column = 0; column < columns; column++) {
      int isScore = column == t->unitCount;
      if (isScore && !isInput) continue;
      index[count] = column;
      values[count++] = isScore ? -1 : rival_element(t, column, row);
    }
    rowLower[row] = isInput ? -INFINITY : isSum ? 1 : 0;
    rowUpper[row] = isInput ? 0 : isSum ? 1 : INFINITY;
  }
  start[rows] = count;
  for (int column = 0; column < columns; column++) {
    lower[column] = 0;
    upper[column] = INFINITY;
    cost[column] = column == t->unitCount ? rival_score_cost(t) : 0;
  }
  int status = highs.passLp(
      problem, columns, rows, count, rowwise, minimise, 0, cost, lower, upper, rowLower, rowUpper,
      start, index, values);
  free(integers);
  free(values);
  return status == 0;
}

static void *create(const RivalTechnology *t, int usesDual) {
  Model *model = calloc(1, sizeof *model);
  if (!model) return NULL;
  *model = (Model){highs.create(), t->inputCount, t->outputCount, t->unitCount};
  highs.setBoolOptionValue(model->problem, "output_flag", 0);
  highs.setStringOptionValue(model->problem, "presolve", "off");
  highs.setStringOptionValue(model->problem, "solver", "simplex");
  highs.setStringOptionValue(model->problem, "parallel", "off");
  highs.setIntOptionValue(model->problem, "threads", 1);
  highs.setIntOptionValue(
      model->problem, "simplex_strategy", usesDual ? dualSimplex : primalSimplex);
  if (t->isTight) {
    highs.setDoubleOptionValue(model->problem, "primal_feasibility_tolerance", 1e-10);
    highs.setDoubleOptionValue(model->problem, "dual_feasibility_tolerance", 1e-10);
  }
  if (!load(model->problem, t)) {
    highs.destroy(model->problem);
    free(model);
    return NULL;
  }
  return model;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  for (int i = 0; i < model->inputCount; i++) {
    highs.changeCoeff(model->problem, i, model->scoreColumn, -x0[i]);
  }
  for (int r = 0; r < model->outputCount; r++) {
    highs.changeRowBounds(model->problem, model->inputCount + r, y0[r], INFINITY);
  }
  if (highs.run(model->problem) < 0) return 2;
  *value = highs.getObjectiveValue(model->problem);
  int status = highs.getModelStatus(model->problem);
  // The score is bounded below by 0, so "infeasible or unbounded" is infeasible.
  return status == optimal ? 0 : status == infeasible || status == infeasibleOrUnbounded ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  int count = 0;
  highs.getIntInfoValue(model->problem, "simplex_iteration_count", &count);
  return count > 0 ? count : 0;
}

static void destroy(void *opaque) {
  Model *model = opaque;
  highs.destroy(model->problem);
  free(model);
}

const Rival *rival_highs(const char *paths) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  void *library = NULL;
  char list[4096];
  snprintf(list, sizeof list, "%s", paths);
  for (char *rest = list, *path; (path = strsep(&rest, ":"));) {
    library = rival_open(path, 1);
    if (!library) return NULL;
  }
#define FIND(name) \
  if (!rival_find(library, "Highs_" #name, &highs.name)) return NULL
  FIND(create);
  FIND(destroy);
  FIND(passLp);
  FIND(setBoolOptionValue);
  FIND(setIntOptionValue);
  FIND(setDoubleOptionValue);
  FIND(setStringOptionValue);
  FIND(changeCoeff);
  FIND(changeRowBounds);
  FIND(run);
  FIND(getModelStatus);
  FIND(getObjectiveValue);
  FIND(getIntInfoValue);
  FIND(version);
#undef FIND
  snprintf(rival.name, sizeof rival.name, "HiGHS %s", highs.version());
  return &rival;
}
