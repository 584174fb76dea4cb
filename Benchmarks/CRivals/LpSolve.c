// lp_solve 5.5. The declarations below are the part of its interface in use.
#include <stdio.h>
#include <stdlib.h>

#include "Loading.h"

enum { lessOrEqual = 1, greaterOrEqual = 2, equal = 3 };
enum { primalPrimal = 5, dualPrimal = 6 };
enum { optimal = 0, infeasible = 2 };

static struct {
  void *(*make_lp)(int, int);
  void (*delete_lp)(void *);
  unsigned char (*set_columnex)(void *, int, int, double *, int *);
  unsigned char (*set_constr_type)(void *, int, int);
  unsigned char (*set_rh)(void *, int, double);
  void (*set_verbose)(void *, int);
  void (*set_presolve)(void *, int, int);
  void (*set_simplextype)(void *, int);
  void (*set_scaling)(void *, int);
  void (*default_basis)(void *);
  int (*solve)(void *);
  double (*get_objective)(void *);
  long long (*get_total_iter)(void *);
  void (*lp_solve_version)(int *, int *, int *, int *);
} lps;

typedef struct {
  void *problem;
  int inputCount, outputCount, scoreColumn, usesDual;
  double scoreCost;
  int rows[64];
  double elements[64];
} Model;

static void *create(const RivalTechnology *t, int usesDual) {
  int rows = rival_row_count(t);
  if (rows > 63) return NULL;
  Model *model = calloc(1, sizeof *model);
  if (!model) return NULL;
  model->inputCount = t->inputCount;
  model->outputCount = t->outputCount;
  model->scoreColumn = t->unitCount + 1;
  model->usesDual = usesDual;
  model->scoreCost = rival_score_cost(t);
  model->problem = lps.make_lp(rows, t->unitCount + 1);
  lps.set_verbose(model->problem, 0);
  lps.set_presolve(model->problem, 0, 0);
  lps.set_scaling(model->problem, 0);
  lps.set_simplextype(model->problem, usesDual ? dualPrimal : primalPrimal);
  for (int row = 0; row < rows; row++) model->rows[row] = row + 1;
  for (int unit = 0; unit < t->unitCount; unit++) {
    for (int row = 0; row < rows; row++) model->elements[row] = rival_element(t, unit, row);
    lps.set_columnex(model->problem, unit + 1, rows, model->elements, model->rows);
  }
  for (int row = 1; row <= rows; row++) {
    int isInput = row <= t->inputCount, isOutput = row <= t->inputCount + t->outputCount;
    lps.set_constr_type(
        model->problem, row, isInput ? lessOrEqual : isOutput ? greaterOrEqual : equal);
  }
  if (t->hasSum) lps.set_rh(model->problem, rows, 1);
  for (int row = 0; row <= t->inputCount; row++) model->rows[row] = row;  // row 0 is the objective
  return model;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  model->elements[0] = model->scoreCost;
  for (int i = 1; i <= model->inputCount; i++) model->elements[i] = -x0[i - 1];
  lps.set_columnex(
      model->problem, model->scoreColumn, model->inputCount + 1, model->elements, model->rows);
  for (int r = 0; r < model->outputCount; r++) {
    lps.set_rh(model->problem, model->inputCount + r + 1, y0[r]);
  }
  // Its primal phase 1 from a kept basis calls feasible programs infeasible, or crashes (5.5.2.5).
  if (!model->usesDual) lps.default_basis(model->problem);
  int status = lps.solve(model->problem);
  if (status != optimal && status != infeasible) {
    lps.default_basis(model->problem);
    status = lps.solve(model->problem);
  }
  *value = lps.get_objective(model->problem);
  return status == optimal ? 0 : status == infeasible ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  return (long)lps.get_total_iter(model->problem);
}

static void destroy(void *opaque) {
  Model *model = opaque;
  lps.delete_lp(model->problem);
  free(model);
}

const Rival *rival_lpsolve(const char *path) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  void *library = rival_open(path, 0);
  if (!library) return NULL;
#define FIND(name) \
  if (!rival_find(library, #name, &lps.name)) return NULL
  FIND(make_lp);
  FIND(delete_lp);
  FIND(set_columnex);
  FIND(set_constr_type);
  FIND(set_rh);
  FIND(set_verbose);
  FIND(set_presolve);
  FIND(set_simplextype);
  FIND(set_scaling);
  FIND(default_basis);
  FIND(solve);
  FIND(get_objective);
  FIND(get_total_iter);
  FIND(lp_solve_version);
#undef FIND
  int part[4];
  lps.lp_solve_version(part, part + 1, part + 2, part + 3);
  snprintf(
      rival.name, sizeof rival.name, "lp_solve %d.%d.%d.%d", part[0], part[1], part[2], part[3]);
  return &rival;
}
