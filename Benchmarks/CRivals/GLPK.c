// GLPK 4.65 to 5.0. The declarations below are the part of its interface in use.
#include <stdio.h>
#include <stdlib.h>

#include "Loading.h"

enum { lowerBound = 2, upperBound = 3, fixed = 5, noFeasible = 4, optimal = 5 };
enum { methodPrimal = 1, methodDualThenPrimal = 2, off = 0 };

/// Head of glp_smcp; the rest is set by glp_init_smcp.
typedef union {
  struct {
    int messageLevel;
    int method;
  };
  double room[128];
} Parameters;

static struct {
  void *(*create_prob)(void);
  void (*delete_prob)(void *);
  int (*add_rows)(void *, int);
  int (*add_cols)(void *, int);
  void (*set_row_bnds)(void *, int, int, double, double);
  void (*set_col_bnds)(void *, int, int, double, double);
  void (*set_obj_coef)(void *, int, double);
  void (*set_mat_col)(void *, int, int, const int *, const double *);
  void (*std_basis)(void *);
  void (*init_smcp)(Parameters *);
  int (*simplex)(void *, const Parameters *);
  int (*get_status)(void *);
  double (*get_obj_val)(void *);
  int (*get_it_cnt)(void *);
  int (*term_out)(int);
  const char *(*version)(void);
} glp;

typedef struct {
  void *problem;
  Parameters parameters;
  int inputCount, outputCount, scoreColumn, counted;
  int rows[64];
  double elements[65];
} Model;

static void *create(const RivalTechnology *t, int usesDual) {
  int rows = rival_row_count(t);
  if (rows > 63) return NULL;
  Model *model = calloc(1, sizeof *model);
  if (!model) return NULL;
  model->inputCount = t->inputCount;
  model->outputCount = t->outputCount;
  model->scoreColumn = t->unitCount + 1;
  model->problem = glp.create_prob();
  glp.init_smcp(&model->parameters);
  model->parameters.messageLevel = off;
  model->parameters.method = usesDual ? methodDualThenPrimal : methodPrimal;
  glp.add_rows(model->problem, rows);
  glp.add_cols(model->problem, t->unitCount + 1);
  for (int row = 1; row <= rows; row++) model->rows[row] = row;
  for (int column = 1; column <= t->unitCount + 1; column++) {
    glp.set_col_bnds(model->problem, column, lowerBound, 0, 0);
    if (column > t->unitCount) break;
    for (int row = 0; row < rows; row++) {
      model->elements[row + 1] = rival_element(t, column - 1, row);
    }
    glp.set_mat_col(model->problem, column, rows, model->rows, model->elements);
  }
  glp.set_obj_coef(model->problem, model->scoreColumn, 1);
  for (int i = 1; i <= t->inputCount; i++) {
    glp.set_row_bnds(model->problem, i, upperBound, 0, 0);
  }
  if (t->hasSum) glp.set_row_bnds(model->problem, rows, fixed, 1, 1);
  return model;
}

static int solve(void *opaque, const double *x0, const double *y0, double *value) {
  Model *model = opaque;
  for (int i = 1; i <= model->inputCount; i++) model->elements[i] = -x0[i - 1];
  glp.set_mat_col(
      model->problem, model->scoreColumn, model->inputCount, model->rows, model->elements);
  for (int r = 0; r < model->outputCount; r++) {
    glp.set_row_bnds(model->problem, model->inputCount + r + 1, lowerBound, y0[r], 0);
  }
  int failed = glp.simplex(model->problem, &model->parameters);
  int status = glp.get_status(model->problem);
  if (failed || (status != optimal && status != noFeasible)) {
    glp.std_basis(model->problem);
    failed = glp.simplex(model->problem, &model->parameters);
    status = glp.get_status(model->problem);
  }
  *value = glp.get_obj_val(model->problem);
  if (failed) return 2;
  return status == optimal ? 0 : status == noFeasible ? 1 : 2;
}

static long pivots(void *opaque) {
  Model *model = opaque;
  int total = glp.get_it_cnt(model->problem), last = total - model->counted;
  model->counted = total;
  return last;
}

static void destroy(void *opaque) {
  Model *model = opaque;
  glp.delete_prob(model->problem);
  free(model);
}

const Rival *rival_glpk(const char *path) {
  static Rival rival = {
      .create = create, .solve = solve, .pivots = pivots, .destroy = destroy};
  void *library = rival_open(path, 0);
  if (!library) return NULL;
#define FIND(name) \
  if (!rival_find(library, "glp_" #name, &glp.name)) return NULL
  FIND(create_prob);
  FIND(delete_prob);
  FIND(add_rows);
  FIND(add_cols);
  FIND(set_row_bnds);
  FIND(set_col_bnds);
  FIND(set_obj_coef);
  FIND(set_mat_col);
  FIND(std_basis);
  FIND(init_smcp);
  FIND(simplex);
  FIND(get_status);
  FIND(get_obj_val);
  FIND(get_it_cnt);
  FIND(term_out);
  FIND(version);
#undef FIND
  glp.term_out(off);
  snprintf(rival.name, sizeof rival.name, "GLPK %s", glp.version());
  return &rival;
}
