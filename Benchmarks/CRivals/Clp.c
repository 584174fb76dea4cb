// Clp 1.17. The declarations below are the part of its interface in use.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "Loading.h"

enum { optimal = 0, infeasible = 1, unperturbed = 100 };

static struct {
  void *(*newModel)(void);
  void (*deleteModel)(void *);
  void (*loadProblem)(
      void *, int, int, const int *, const int *, const double *, const double *, const double *,
      const double *, const double *, const double *);
  void (*modifyCoefficient)(void *, int, int, double, bool);
  double *(*rowLower)(void *);
  void (*setLogLevel)(void *, int);
  void (*setPerturbation)(void *, int);
  void (*scaling)(void *, int);
  int (*dual)(void *, int);
  int (*primal)(void *, int);
  int (*status)(void *);
  double (*objectiveValue)(void *);
  int (*numberIterations)(void *);
  const char *(*Version)(void);
} clp;

typedef struct {
  void *problem;
  int inputCount, outputCount, scoreColumn, usesDual;
} Model;

/// Loads the matrix with ones in the score column, whose places later values take.
static int load(void *problem, const RivalTechnology *t) {
  int rows = rival_row_count(t), columns = t->unitCount + 1;
  size_t elementCount = (size_t)rows * (size_t)columns;
  int *integers = malloc((elementCount + (size_t)columns + 1) * sizeof *integers);
  double *values = malloc((elementCount + 3 * (size_t)columns + 2 * (size_t)rows) * sizeof *values);
  if (!integers || !values) return 0;
  int *start = integers, *index = integers + columns + 1, count = 0;
  double *lower = values + elementCount, *upper = lower + columns, *cost = upper + columns;
  double *rowLower = cost + columns, *rowUpper = rowLower + rows;
  for (int column = 0; column < columns; column++) {
    start[column] = count;
    int isScore = column == t->unitCount;
    for (int row = 0; row < (isScore ? t->inputCount : rows); row++) {
      index[count] = row;
      values[count++] = isScore ? -1 : rival_element(t, column, row);
    }
    lower[column] = 0;
    upper[column] = INFINITY;
    cost[column] = isScore ? rival_score_cost(t) : 0;
  }
  start[columns] = count;
  for (int row = 0; row < rows; row++) {
    int isInput = row < t->inputCount, isSum = row >= t->inputCount + t->outputCount;
    rowLower[row] = isInput ? -INFINITY : isSum ? 1 : 0;
    rowUpper[row] = isInput ? 0 : isSum ? 1 : INFINITY;
  }
  clp.loadProblem(
      problem, columns, rows, start, index, values, lower, upper, cost, rowLower, rowUpper);
  free(integers);
  free(values);
  return 1;
}

static void *create(const RivalTechnology *t, int usesDual) {
  Model *model = calloc(1, sizeof *model);
  if (!model) return NULL;
  *model = (Model){clp.newModel(), t->inputCount, t->outputCount, t->unitCount, usesDual};
  clp.setLogLevel(model->problem, 0);
  clp.setPerturbation(model->problem, unperturbed);
  clp.scaling(model->problem, 0);
  if (!load(model->problem, t)) {
    clp.deleteModel(model->problem);
    free(model);
    return NULL;
  }
  return model;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  for (int i = 0; i < model->inputCount; i++) {
    clp.modifyCoefficient(model->problem, i, model->scoreColumn, -x0[i], true);
  }
  double *rowLower = clp.rowLower(model->problem);
  for (int r = 0; r < model->outputCount; r++) rowLower[model->inputCount + r] = y0[r];
  if (model->usesDual) {
    clp.dual(model->problem, 0);
  } else {
    clp.primal(model->problem, 0);
  }
  *value = clp.objectiveValue(model->problem);
  int status = clp.status(model->problem);
  return status == optimal ? 0 : status == infeasible ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  return clp.numberIterations(model->problem);
}

static void destroy(void *opaque) {
  Model *model = opaque;
  clp.deleteModel(model->problem);
  free(model);
}

const Rival *rival_clp(const char *path) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  void *library = rival_open(path, 0);
  if (!library) return NULL;
#define FIND(name) \
  if (!rival_find(library, "Clp_" #name, &clp.name)) return NULL
  FIND(newModel);
  FIND(deleteModel);
  FIND(loadProblem);
  FIND(modifyCoefficient);
  FIND(rowLower);
  FIND(setLogLevel);
  FIND(setPerturbation);
  FIND(scaling);
  FIND(dual);
  FIND(primal);
  FIND(status);
  FIND(objectiveValue);
  FIND(numberIterations);
  FIND(Version);
#undef FIND
  snprintf(rival.name, sizeof rival.name, "Clp %s", clp.Version());
  return &rival;
}
