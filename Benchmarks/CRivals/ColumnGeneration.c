// Delayed column generation around GLPK: a program of few units, to which those that violate its
// duals most are added until none does.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "GLPK.h"
#include "Loading.h"

enum { scoreColumn = 1, elasticColumn = 2, firstUnitColumn = 3 };
/// Units added after one pricing, and columns from which those out of the basis are dropped before
/// the next point.
enum { entrantCount = 4, largestColumnCount = 200 };
/// Largest value of a column, scaled to elements of at most 1, relative to the duals, still called 0.
static const double tolerance = 1e-10;

typedef struct {
  void *problem;
  Parameters parameters;
  int inputCount, outputCount, hasSum, rowCount, unitCount, columnCount, counted;
  double scoreCost;
  /// Row after row, every unit divided by its largest element.
  double *elements;
  /// Value of every unit at the duals.
  double *values;
  int *unitOfColumn;
  char *isPresent;
  int rows[64];
  double column[65];
} Model;

static void addUnit(Model *model, int unit) {
  if (model->isPresent[unit]) return;
  model->isPresent[unit] = 1;
  int column = glp.add_cols(model->problem, 1);
  glp.set_col_bnds(model->problem, column, lowerBound, 0, 0);
  for (int row = 0; row < model->rowCount; row++) {
    model->column[row + 1] = model->elements[(size_t)row * (size_t)model->unitCount + (size_t)unit];
  }
  glp.set_mat_col(model->problem, column, model->rowCount, model->rows, model->column);
  model->unitOfColumn[column] = unit;
  model->columnCount = column;
}

/// Largest ratio of each of the q rows to each of the p rows.
static void addBestRatios(Model *model) {
  size_t n = (size_t)model->unitCount;
  for (int r = 0; r < model->outputCount; r++) {
    const double *y = model->elements + (size_t)(model->inputCount + r) * n;
    for (int i = 0; i < model->inputCount; i++) {
      const double *x = model->elements + (size_t)i * n;
      int best = 0;
      for (int j = 1; j < model->unitCount; j++) {
        if (y[j] * fabs(x[best]) > y[best] * fabs(x[j])) best = j;
      }
      addUnit(model, best);
    }
  }
}

static void fill(Model *model, const RivalTechnology *t) {
  for (int unit = 0; unit < t->unitCount; unit++) {
    double largest = 0;
    for (int row = 0; row < model->rowCount; row++) {
      largest = fmax(largest, fabs(rival_element(t, unit, row)));
    }
    for (int row = 0; row < model->rowCount; row++) {
      model->elements[(size_t)row * (size_t)t->unitCount + (size_t)unit] =
          rival_element(t, unit, row) / largest;
    }
  }
}

static void destroy(void *opaque) {
  Model *model = opaque;
  if (model->problem) glp.delete_prob(model->problem);
  free(model->elements);
  free(model->values);
  free(model->unitOfColumn);
  free(model->isPresent);
  free(model);
}

static void *create(const RivalTechnology *t, int usesDual) {
  (void)usesDual;
  int rows = rival_row_count(t);
  Model *model = rows > 63 ? NULL : calloc(1, sizeof *model);
  if (!model) return NULL;
  size_t n = (size_t)t->unitCount;
  model->inputCount = t->inputCount;
  model->outputCount = t->outputCount;
  model->hasSum = t->hasSum;
  model->rowCount = rows;
  model->unitCount = t->unitCount;
  model->scoreCost = rival_score_cost(t);
  model->elements = malloc((size_t)rows * n * sizeof *model->elements);
  model->values = malloc(n * sizeof *model->values);
  model->unitOfColumn = malloc((n + firstUnitColumn + 1) * sizeof *model->unitOfColumn);
  model->isPresent = calloc(n, 1);
  if (!model->elements || !model->values || !model->unitOfColumn || !model->isPresent) {
    destroy(model);
    return NULL;
  }
  fill(model, t);
  model->problem = glp.create_prob();
  glp.init_smcp(&model->parameters);
  model->parameters.messageLevel = off;
  glp.add_rows(model->problem, rows);
  glp.add_cols(model->problem, 2);
  glp.set_col_bnds(model->problem, scoreColumn, lowerBound, 0, 0);
  glp.set_col_bnds(model->problem, elasticColumn, fixed, 0, 0);
  glp.set_obj_coef(model->problem, scoreColumn, model->scoreCost);
  for (int i = 1; i <= t->inputCount; i++) glp.set_row_bnds(model->problem, i, upperBound, 0, 0);
  if (t->hasSum) glp.set_row_bnds(model->problem, rows, fixed, 1, 1);
  for (int row = 1; row <= rows; row++) model->rows[row] = row;
  addBestRatios(model);
  return model;
}

static void dropIdleUnits(Model *model) {
  if (model->columnCount < largestColumnCount) return;
  int idleCount = 0, kept = firstUnitColumn;
  int *idle = malloc(((size_t)model->columnCount + 1) * sizeof *idle);
  if (!idle) return;
  for (int column = firstUnitColumn; column <= model->columnCount; column++) {
    int unit = model->unitOfColumn[column];
    if (glp.get_col_stat(model->problem, column) == basic) {
      model->unitOfColumn[kept++] = unit;
    } else {
      model->isPresent[unit] = 0;
      idle[++idleCount] = column;
    }
  }
  if (idleCount > 0) glp.del_cols(model->problem, idleCount, idle);
  model->columnCount = kept - 1;
  free(idle);
}

#if defined(__x86_64__)
#define ANY_VECTOR_UNIT __attribute__((target_clones("default", "avx2")))
#else
#define ANY_VECTOR_UNIT
#endif

/// values += dual · x
ANY_VECTOR_UNIT static void addScaled(
    double *restrict values, double dual, const double *restrict x, size_t count) {
  for (size_t j = 0; j < count; j++) values[j] += dual * x[j];
}

/// Values of all units at the duals of the program solved last, and the size of what they sum.
static double price(Model *model) {
  size_t n = (size_t)model->unitCount;
  double size = 0;
  memset(model->values, 0, n * sizeof *model->values);
  for (size_t from = 0; from < n; from += 1024) {
    size_t count = n - from < 1024 ? n - from : 1024;
    for (int row = 0; row < model->rowCount; row++) {
      double dual = glp.get_row_dual(model->problem, row + 1);
      if (from == 0) size += fabs(dual);
      addScaled(
          model->values + from, dual, model->elements + (size_t)row * n + from, count);
    }
  }
  return size;
}

/// Adds the units that violate the duals most; 0 when none does.
static int addViolators(Model *model) {
  double bound = tolerance * price(model);
  int entrants[entrantCount], found = 0;
  for (int j = 0; j < model->unitCount; j++) {
    double value = model->values[j];
    if (value <= bound || model->isPresent[j]) continue;
    int place = found < entrantCount ? found++ : entrantCount - 1;
    for (; place > 0 && model->values[entrants[place - 1]] < value; place--) {
      entrants[place] = entrants[place - 1];
    }
    entrants[place] = j;
    if (found == entrantCount) bound = model->values[entrants[entrantCount - 1]];
  }
  for (int k = 0; k < found; k++) addUnit(model, entrants[k]);
  return found;
}

/// Optimum over all units for the costs set; GLPK's status.
static int solveOverAll(Model *model, int method) {
  for (;;) {
    model->parameters.method = method;
    int status = glpk_simplex(model->problem, &model->parameters);
    if (status != optimal || !addViolators(model)) return status;
    method = methodPrimal;
  }
}

/// Units with which the point can be reached at all, by the least of an elastic column; 0 when
/// there are none.
static int findFeasible(Model *model, const double *y0) {
  for (int r = 0; r < model->outputCount; r++) {
    model->column[r + 1] = y0[r] == 0 ? 1 : fabs(y0[r]);
  }
  glp.set_mat_col(
      model->problem, elasticColumn, model->outputCount, model->rows + model->inputCount,
      model->column);
  glp.set_col_bnds(model->problem, elasticColumn, lowerBound, 0, 0);
  glp.set_obj_coef(model->problem, scoreColumn, 0);
  glp.set_obj_coef(model->problem, elasticColumn, 1);
  int status = solveOverAll(model, methodPrimal);
  double rest = glp.get_col_prim(model->problem, elasticColumn);
  glp.set_col_bnds(model->problem, elasticColumn, fixed, 0, 0);
  glp.set_obj_coef(model->problem, elasticColumn, 0);
  glp.set_obj_coef(model->problem, scoreColumn, model->scoreCost);
  return status == optimal && rest <= 1e-9;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  dropIdleUnits(model);
  for (int i = 1; i <= model->inputCount; i++) model->column[i] = -x0[i - 1];
  glp.set_mat_col(model->problem, scoreColumn, model->inputCount, model->rows, model->column);
  for (int r = 0; r < model->outputCount; r++) {
    glp.set_row_bnds(model->problem, model->inputCount + r + 1, lowerBound, y0[r], 0);
  }
  int status = solveOverAll(model, methodDualThenPrimal);
  if (status == noFeasible && findFeasible(model, y0)) status = solveOverAll(model, methodPrimal);
  *value = glp.get_obj_val(model->problem);
  return status == optimal ? 0 : status == noFeasible ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  return glpk_new_pivots(model->problem, &model->counted);
}

const Rival *rival_columns(const char *path) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  if (!glpk_load(path)) return NULL;
  snprintf(rival.name, sizeof rival.name, "GLPK %s columns", glp.version());
  return &rival;
}
